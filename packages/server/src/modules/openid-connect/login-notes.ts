/** Id of this login protocol, as authentication sessions name it. */
export const loginProtocolId = 'openid-connect'

/** Name of the client note with the `request_uri` of a pushed request. */
export const pushedAsNote = 'request_uri'

/** Name of the client note that the request did not name its redirect URI. */
export const impliedRedirectNote = 'implied_redirect_uri'
