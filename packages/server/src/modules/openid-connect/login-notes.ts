/** Id of this login protocol, as authentication sessions name it. */
export const loginProtocolId = 'openid-connect'

/** Name of the client note with the `request_uri` of a pushed request. */
export const pushedAsNote = 'request_uri'
