/** Id of this login protocol, as authentication sessions name it. */
export const loginProtocolId = 'openid-connect'
