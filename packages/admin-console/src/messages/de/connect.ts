import type { connect as english } from '../en/connect.ts'

export const connect: Record<keyof typeof english, string> = {
  'connect.endpoints': 'Adressen',
  'connect.endpointsHelp': 'Die meisten Bibliotheken brauchen nur den Aussteller und finden den Rest selbst.',
  'connect.issuer': 'Aussteller (Issuer)',
  'connect.discovery': 'Discovery',
  'connect.authorization': 'Autorisierungs-Endpunkt',
  'connect.token': 'Token-Endpunkt',
  'connect.userinfo': 'Userinfo-Endpunkt',
  'connect.jwks': 'Schlüssel (JWKS)',
  'connect.logout': 'Abmelde-Endpunkt',
  'connect.snippets': 'Code zum Kopieren',
  'connect.snippetsHelp': 'Ausgefüllt mit den Werten dieses Clients.',
  'connect.secretHelp': 'Das Geheimnis ist hier verdeckt und wird beim Kopieren ausgeschrieben.',
  'connect.showSecret': 'Geheimnis zeigen',
  'connect.file': 'Datei {name}',
  'connect.copySnippet': 'Code für {name}',
  'connect.noFlow': 'Kein Ablauf ist eingeschaltet',
  'connect.noFlowHelp':
    'Schalten Sie in den Einstellungen den Standardablauf oder das Dienstkonto ein, damit dieser Client Tokens erhält.',
  'connect.redirectMissing': 'Fügen Sie diese Weiterleitungs-URI in den Einstellungen hinzu:',
}
