import type { connect as english } from '../en/connect.ts'

export const connect: Record<keyof typeof english, string> = {
  'connect.endpoints': 'Adresses',
  'connect.endpointsHelp': 'La plupart des bibliothèques n’ont besoin que de l’émetteur et trouvent le reste.',
  'connect.issuer': 'Émetteur (issuer)',
  'connect.discovery': 'Découverte',
  'connect.authorization': 'Point d’autorisation',
  'connect.token': 'Point de jetons',
  'connect.userinfo': 'Point userinfo',
  'connect.jwks': 'Clés (JWKS)',
  'connect.logout': 'Point de déconnexion',
  'connect.snippets': 'Code à copier',
  'connect.snippetsHelp': 'Rempli avec les valeurs de ce client.',
  'connect.secretHelp': 'Le secret est caché ici et écrit en entier à la copie.',
  'connect.showSecret': 'Montrer le secret',
  'connect.file': 'Fichier {name}',
  'connect.copySnippet': 'code pour {name}',
  'connect.noFlow': 'Aucun flux n’est activé',
  'connect.noFlowHelp':
    'Activez dans les paramètres le flux standard ou le compte de service, pour que ce client obtienne des jetons.',
  'connect.redirectMissing': 'Ajoutez cette URI de redirection dans les paramètres :',
}
