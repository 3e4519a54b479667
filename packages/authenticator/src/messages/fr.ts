import type { Messages } from '../text.ts'

const fr: Messages = {
  'app.name': 'ZTrust Authenticator',
  'app.settings': 'Réglages',
  'app.language': 'Langue',
  'app.back': 'Retour',
  'app.offline':
    'Vous êtes hors ligne. Ce que vous voyez date de la dernière fois que ce téléphone a joint le serveur.',
  'app.updateReady': 'Une nouvelle version est prête.',
  'app.update': 'Mettre à jour',
  'app.install': 'Installer l’application',
  'app.installHelp':
    'Placez l’authentificateur sur votre écran d’accueil : il s’ouvre plus vite et se passe du navigateur.',
  'app.notFound': 'Il n’y a rien ici',
  'app.notFoundHelp': 'L’adresse est erronée, ou le compte a été retiré de ce téléphone.',
  'app.toAccounts': 'Aller à vos comptes',
  'app.storageFailed': 'Ce navigateur ne laisse pas l’authentificateur garder ses clés',
  'app.storageFailedHelp':
    'Les fenêtres privées et les téléphones pleins refusent le stockage. Ouvrez l’authentificateur dans une fenêtre normale.',

  'home.title': 'Comptes',
  'home.scan': 'Scanner un code QR',
  'home.emptyTitle': 'Aucun compte',
  'home.emptyHelp':
    'Sur un autre écran, ouvrez votre compte dans le portail libre-service, allez dans l’activité des appareils, choisissez « Configurer » et scannez le code affiché.',
  'home.primary': 'Appareil principal',
  'home.unreachable': 'Serveur injoignable',

  'state.active': 'Actif',
  'state.removed': 'Retiré',
  'state.disabled': 'Désactivé',
  'state.unknown': 'Plus connu',
  'state.removed-by-user.help':
    'Retiré par vous dans le portail libre-service. Ce téléphone ne peut plus vous connecter à ce compte.',
  'state.removed-by-administrator.help':
    'Retiré par un administrateur. Ce téléphone ne peut plus vous connecter à ce compte. Pour l’utiliser à nouveau, configurez-le dans le portail.',
  'state.removed-by-device.help': 'Retiré par vous sur ce téléphone.',
  'state.account-disabled.help':
    'Votre organisation a désactivé ce compte. Dès qu’il sera réactivé, ce téléphone fonctionnera comme avant.',
  'state.unknown.help':
    'Le serveur ne connaît plus ce téléphone. Le compte a peut-être été supprimé. Retirez-le ici et configurez-le de nouveau si vous en avez encore besoin.',

  'account.primary': 'Appareil principal',
  'account.primaryHelp': 'Les demandes de connexion vont à votre appareil principal. Il n’y en a qu’un.',
  'account.primaryOn': 'Ce téléphone est maintenant votre appareil principal.',
  'account.primaryOff': 'Ce téléphone n’est plus votre appareil principal.',
  'account.details': 'Cet appareil',
  'account.name': 'Nom de l’appareil',
  'account.nameHelp': 'Le nom de ce téléphone dans le portail.',
  'account.saveName': 'Enregistrer le nom',
  'account.nameSaved': 'Nom enregistré.',
  'account.model': 'Modèle',
  'account.platform': 'Système',
  'account.added': 'Ajouté',
  'account.lastUsed': 'Dernière utilisation',
  'account.organisation': 'Organisation',
  'account.server': 'Serveur',
  'account.unknownModel': 'Inconnu',
  'account.checked': 'Dernière vérification',
  'account.remove': 'Retirer le compte',
  'account.removeTitle': 'Retirer {name} de ce téléphone ?',
  'account.removeHelp':
    'Ce téléphone ne pourra plus vous connecter à {organisation}. Pour l’utiliser à nouveau, il vous faudra un nouveau code QR du portail.',
  'account.removeOverHelp': 'Il a déjà été retiré du serveur. Ceci efface ce qu’il en reste sur ce téléphone.',
  'account.removed': 'Le compte a été retiré.',
  'account.alreadyGone': 'Le compte avait déjà été retiré du serveur. Il ne se trouve plus sur ce téléphone non plus.',
  'account.removedOnlyHere':
    'Le compte n’est plus sur ce téléphone. Le portail peut encore afficher le téléphone jusqu’à ce que vous ou un administrateur l’y retiriez.',
  'account.removeFailed': 'Le serveur n’a pas répondu, rien n’a donc été retiré. Réessayez quand vous serez connecté.',
  'account.removeOnlyHere': 'Retirer de ce téléphone seulement',
  'account.changeFailed': 'Le serveur n’a pas répondu, rien n’a donc été modifié. Réessayez quand vous serez connecté.',
  'account.changeRefused': 'Le serveur n’a pas accepté cela. Vérifiez la valeur et réessayez.',

  'scan.title': 'Scanner un code QR',
  'scan.help': 'Visez le code affiché dans le portail.',
  'scan.video': 'Image de la caméra',
  'scan.starting': 'Démarrage de la caméra',
  'scan.light': 'Lampe',
  'scan.paste': 'Coller un lien à la place',
  'scan.pasteTitle': 'Coller un lien',
  'scan.pasteHelp': 'Copiez le lien sous le code QR dans le portail et collez-le ici.',
  'scan.link': 'Lien',
  'scan.go': 'Continuer',
  'scan.noCamera': 'Pas de caméra',
  'scan.noCameraHelp': 'Cet appareil n’a pas de caméra, ou une autre application l’utilise.',
  'scan.denied': 'La caméra n’est pas autorisée',
  'scan.deniedHelp': 'Autorisez la caméra pour cette page dans les réglages de votre navigateur, ou collez le lien.',
  'scan.insecure': 'La caméra demande une connexion sécurisée',
  'scan.insecureHelp': 'Les navigateurs n’offrent la caméra que sur les adresses https. Collez plutôt le lien.',
  'scan.tryAgain': 'Réessayer',
  'scan.notOurs':
    'Ce code n’est pas pour l’authentificateur. Utilisez celui de l’activité des appareils dans le portail.',
  'scan.notALink': 'Ce lien n’est pas pour l’authentificateur. Copiez le lien entier depuis le portail.',

  'enrol.title': 'Ajouter un compte',
  'enrol.organisation': 'Organisation',
  'enrol.server': 'Serveur',
  'enrol.account': 'Compte',
  'enrol.expiresIn': 'Le code est valable encore {time}',
  'enrol.intro': 'Est-ce bien vous ? Prouvez-le une fois, comme lorsque vous vous connectez.',
  'enrol.username': 'Nom d’utilisateur ou e-mail',
  'enrol.password': 'Mot de passe',
  'enrol.otp': 'Code à usage unique',
  'enrol.otpHelp': 'De l’application ou de l’appareil qui vous sert de second facteur.',
  'enrol.otpNeeded': 'Ce compte a un second facteur. Saisissez aussi son code actuel.',
  'enrol.deviceName': 'Nom de ce téléphone',
  'enrol.submit': 'Ajouter le compte',
  'enrol.required': 'Remplissez ce champ.',
  'enrol.wrong':
    'Le nom d’utilisateur, le mot de passe ou le code est inexact. {count, plural, one {Il reste un essai.} other {Il reste # essais.}}',
  'enrol.wrongHint':
    'Si vous êtes sûr qu’ils sont exacts, votre compte est peut-être bloqué pour un moment. Attendez quelques minutes.',
  'enrol.offline': 'Le serveur est injoignable. Vérifiez votre connexion et réessayez.',
  'enrol.busy': 'Le serveur est occupé. Attendez un instant et réessayez.',
  'enrol.refused': 'Le serveur n’a pas accepté cela. Vérifiez les champs et réessayez.',
  'enrol.expired': 'Ce code a expiré',
  'enrol.expiredHelp': 'Les codes sont valables cinq minutes. Affichez-en un nouveau dans le portail et scannez-le.',
  'enrol.used': 'Ce code a déjà servi',
  'enrol.usedHelp':
    'Chaque code ajoute un téléphone. Si ce n’était pas vous, ouvrez l’activité des appareils dans le portail et retirez ce que vous ne connaissez pas.',
  'enrol.failed': 'Ce code est bloqué',
  'enrol.failedHelp':
    'Les identifiants étaient inexacts cinq fois. Affichez un nouveau code dans le portail. Si vous avez oublié votre mot de passe, réinitialisez-le d’abord.',
  'enrol.unknown': 'Ce code n’est pas connu',
  'enrol.unknownHelp':
    'Un code plus récent l’a peut-être remplacé, ou il a été annulé. Affichez-en un nouveau dans le portail et scannez-le.',
  'enrol.serverTrouble': 'Le serveur ne peut pas vérifier ce code pour l’instant',
  'enrol.serverTroubleHelp':
    'Votre connexion ou le serveur est perturbé. Le code reste valable jusqu’à la fin de sa durée.',
  'enrol.tryAgain': 'Réessayer',
  'enrol.scanAnother': 'Scanner un autre code',
  'enrol.foreign': 'Ce code vient d’un autre serveur',
  'enrol.foreignHelp':
    'Cet authentificateur appartient à {own}. Pour ajouter le compte, ouvrez l’authentificateur du serveur ci-dessous. Ne continuez que si vous connaissez l’adresse.',
  'enrol.openForeign': 'Ouvrir cet authentificateur',
  'enrol.done': 'Compte ajouté',
  'enrol.doneHelp': '{name} chez {organisation} est maintenant sur ce téléphone.',
  'enrol.finish': 'Terminé',
  'enrol.nothing': 'Aucun code scanné',
  'enrol.nothingHelp': 'Scannez le code QR affiché par le portail.',
  'enrol.notSupported': 'Ce navigateur ne peut pas créer de clé',
  'enrol.notSupportedHelp': 'Ouvrez l’authentificateur sur une adresse https dans un navigateur récent.',
}

export default fr
