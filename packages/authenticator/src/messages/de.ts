import type { Messages } from '../text.ts'

const de: Messages = {
  'app.name': 'ZTrust Authenticator',
  'app.settings': 'Einstellungen',
  'app.language': 'Sprache',
  'app.back': 'Zurück',
  'app.offline': 'Sie sind offline. Was Sie sehen, stammt vom letzten Mal, als dieses Telefon den Server erreicht hat.',
  'app.updateReady': 'Eine neue Version ist bereit.',
  'app.update': 'Jetzt aktualisieren',
  'app.install': 'App installieren',
  'app.installHelp':
    'Legen Sie den Authenticator auf Ihren Startbildschirm: Er öffnet schneller und läuft ohne den Browser.',
  'app.notFound': 'Hier ist nichts',
  'app.notFoundHelp': 'Die Adresse stimmt nicht, oder das Konto wurde von diesem Telefon entfernt.',
  'app.toAccounts': 'Zu Ihren Konten',
  'app.storageFailed': 'Dieser Browser lässt den Authenticator keine Schlüssel aufbewahren',
  'app.storageFailedHelp':
    'Private Fenster und volle Telefone verweigern den Speicher. Öffnen Sie den Authenticator in einem normalen Fenster.',

  'home.title': 'Konten',
  'home.scan': 'QR-Code scannen',
  'home.emptyTitle': 'Noch keine Konten',
  'home.emptyHelp':
    'Öffnen Sie auf einem anderen Bildschirm Ihr Konto im Self-Service-Portal, gehen Sie zur Geräteaktivität, wählen Sie „Neu einrichten“ und scannen Sie den Code, der dort erscheint.',
  'home.primary': 'Hauptgerät',
  'home.unreachable': 'Server nicht erreichbar',

  'state.active': 'Aktiv',
  'state.removed': 'Entfernt',
  'state.disabled': 'Deaktiviert',
  'state.unknown': 'Nicht mehr bekannt',
  'state.removed-by-user.help':
    'Von Ihnen im Self-Service-Portal entfernt. Mit diesem Telefon können Sie sich bei diesem Konto nicht mehr anmelden.',
  'state.removed-by-administrator.help':
    'Von der Administration entfernt. Mit diesem Telefon können Sie sich bei diesem Konto nicht mehr anmelden. Um es wieder zu nutzen, richten Sie es im Portal neu ein.',
  'state.removed-by-device.help': 'Von Ihnen auf diesem Telefon entfernt.',
  'state.account-disabled.help':
    'Ihre Organisation hat dieses Konto deaktiviert. Sobald es wieder aktiv ist, funktioniert dieses Telefon wie zuvor.',
  'state.unknown.help':
    'Der Server kennt dieses Telefon nicht mehr. Vielleicht wurde das Konto gelöscht. Entfernen Sie es hier, und richten Sie es neu ein, falls Sie es noch brauchen.',

  'account.primary': 'Hauptgerät',
  'account.primaryHelp': 'Anmeldeanfragen gehen an Ihr Hauptgerät. Es gibt höchstens eines.',
  'account.primaryOn': 'Dieses Telefon ist jetzt Ihr Hauptgerät.',
  'account.primaryOff': 'Dieses Telefon ist nicht mehr Ihr Hauptgerät.',
  'account.details': 'Dieses Gerät',
  'account.name': 'Gerätename',
  'account.nameHelp': 'So nennt das Portal dieses Telefon.',
  'account.saveName': 'Namen speichern',
  'account.nameSaved': 'Name gespeichert.',
  'account.model': 'Modell',
  'account.platform': 'System',
  'account.added': 'Hinzugefügt',
  'account.lastUsed': 'Zuletzt benutzt',
  'account.organisation': 'Organisation',
  'account.server': 'Server',
  'account.unknownModel': 'Nicht bekannt',
  'account.checked': 'Zuletzt geprüft',
  'account.remove': 'Konto entfernen',
  'account.removeTitle': '{name} von diesem Telefon entfernen?',
  'account.removeHelp':
    'Mit diesem Telefon können Sie sich dann nicht mehr bei {organisation} anmelden. Um es wieder zu nutzen, brauchen Sie einen neuen QR-Code aus dem Portal.',
  'account.removeOverHelp':
    'Auf dem Server ist es schon entfernt. Das löscht, was auf diesem Telefon noch davon übrig ist.',
  'account.removed': 'Das Konto wurde entfernt.',
  'account.alreadyGone': 'Das Konto war auf dem Server schon entfernt. Jetzt ist es auch auf diesem Telefon fort.',
  'account.removedOnlyHere':
    'Das Konto ist von diesem Telefon entfernt. Im Portal kann das Telefon noch stehen, bis Sie oder die Administration es dort entfernen.',
  'account.removeFailed':
    'Der Server hat nicht geantwortet, darum wurde nichts entfernt. Versuchen Sie es erneut, sobald Sie verbunden sind.',
  'account.removeOnlyHere': 'Nur von diesem Telefon entfernen',
  'account.changeFailed':
    'Der Server hat nicht geantwortet, darum wurde nichts geändert. Versuchen Sie es erneut, sobald Sie verbunden sind.',
  'account.changeRefused': 'Der Server hat das nicht angenommen. Prüfen Sie die Eingabe und versuchen Sie es erneut.',

  'scan.title': 'QR-Code scannen',
  'scan.help': 'Richten Sie die Kamera auf den Code im Portal.',
  'scan.video': 'Kamerabild',
  'scan.starting': 'Kamera startet',
  'scan.light': 'Licht',
  'scan.paste': 'Stattdessen einen Link einfügen',
  'scan.pasteTitle': 'Link einfügen',
  'scan.pasteHelp': 'Kopieren Sie den Link unter dem QR-Code im Portal und fügen Sie ihn hier ein.',
  'scan.link': 'Link',
  'scan.go': 'Weiter',
  'scan.noCamera': 'Keine Kamera',
  'scan.noCameraHelp': 'Dieses Gerät hat keine Kamera, oder eine andere App benutzt sie.',
  'scan.denied': 'Die Kamera ist nicht erlaubt',
  'scan.deniedHelp':
    'Erlauben Sie dieser Seite in den Einstellungen Ihres Browsers die Kamera, oder fügen Sie den Link ein.',
  'scan.insecure': 'Die Kamera braucht eine sichere Verbindung',
  'scan.insecureHelp': 'Browser bieten die Kamera nur auf https-Adressen an. Fügen Sie stattdessen den Link ein.',
  'scan.tryAgain': 'Erneut versuchen',
  'scan.notOurs': 'Das ist kein Code für den Authenticator. Nehmen Sie den aus der Geräteaktivität im Portal.',
  'scan.notALink': 'Das ist kein Link für den Authenticator. Kopieren Sie den ganzen Link aus dem Portal.',

  'enrol.title': 'Konto hinzufügen',
  'enrol.organisation': 'Organisation',
  'enrol.server': 'Server',
  'enrol.account': 'Konto',
  'enrol.expiresIn': 'Der Code gilt noch {time}',
  'enrol.intro': 'Sind Sie das? Dann weisen Sie es einmal nach, so wie Sie sich sonst anmelden.',
  'enrol.username': 'Benutzername oder E-Mail',
  'enrol.password': 'Passwort',
  'enrol.otp': 'Einmalcode',
  'enrol.otpHelp': 'Aus der App oder dem Gerät, das Sie als zweiten Faktor benutzen.',
  'enrol.otpNeeded': 'Dieses Konto hat einen zweiten Faktor. Geben Sie auch dessen aktuellen Code ein.',
  'enrol.deviceName': 'Name dieses Telefons',
  'enrol.submit': 'Konto hinzufügen',
  'enrol.required': 'Bitte ausfüllen.',
  'enrol.wrong':
    'Benutzername, Passwort oder Code stimmen nicht. {count, plural, one {Ein Versuch bleibt.} other {# Versuche bleiben.}}',
  'enrol.wrongHint':
    'Wenn Sie sicher sind, dass sie stimmen, ist Ihr Konto vielleicht für eine Weile gesperrt. Warten Sie einige Minuten.',
  'enrol.offline': 'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
  'enrol.busy': 'Der Server ist beschäftigt. Warten Sie einen Augenblick und versuchen Sie es erneut.',
  'enrol.refused': 'Der Server hat das nicht angenommen. Prüfen Sie die Felder und versuchen Sie es erneut.',
  'enrol.expired': 'Dieser Code ist abgelaufen',
  'enrol.expiredHelp': 'Codes gelten fünf Minuten. Lassen Sie im Portal einen neuen anzeigen und scannen Sie ihn.',
  'enrol.used': 'Dieser Code wurde schon benutzt',
  'enrol.usedHelp':
    'Jeder Code fügt ein Telefon hinzu. Wenn Sie das nicht waren, sehen Sie im Portal in der Geräteaktivität nach und entfernen Sie, was Sie nicht kennen.',
  'enrol.failed': 'Dieser Code ist gesperrt',
  'enrol.failedHelp':
    'Die Anmeldedaten waren fünfmal falsch. Lassen Sie im Portal einen neuen Code anzeigen. Wenn Sie Ihr Passwort vergessen haben, setzen Sie es dort zuerst zurück.',
  'enrol.unknown': 'Dieser Code ist nicht bekannt',
  'enrol.unknownHelp':
    'Vielleicht hat ihn ein neuerer Code ersetzt, oder er wurde zurückgenommen. Lassen Sie im Portal einen neuen anzeigen und scannen Sie ihn.',
  'enrol.serverTrouble': 'Der Server kann diesen Code gerade nicht prüfen',
  'enrol.serverTroubleHelp':
    'Ihre Verbindung oder der Server ist gestört. Der Code bleibt gültig, bis seine Zeit vorbei ist.',
  'enrol.tryAgain': 'Erneut versuchen',
  'enrol.scanAnother': 'Anderen Code scannen',
  'enrol.foreign': 'Dieser Code ist von einem anderen Server',
  'enrol.foreignHelp':
    'Dieser Authenticator gehört zu {own}. Um das Konto hinzuzufügen, öffnen Sie den Authenticator des Servers unten. Fahren Sie nur fort, wenn Sie die Adresse kennen.',
  'enrol.openForeign': 'Diesen Authenticator öffnen',
  'enrol.done': 'Konto hinzugefügt',
  'enrol.doneHelp': '{name} bei {organisation} ist jetzt auf diesem Telefon.',
  'enrol.finish': 'Fertig',
  'enrol.nothing': 'Kein Code gescannt',
  'enrol.nothingHelp': 'Scannen Sie den QR-Code, den das Portal zeigt.',
  'enrol.notSupported': 'Dieser Browser kann keinen Schlüssel erzeugen',
  'enrol.notSupportedHelp': 'Öffnen Sie den Authenticator auf einer https-Adresse in einem aktuellen Browser.',
}

export default de
