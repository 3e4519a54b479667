/** Note of a sign-in through a reset of credentials: it does not end signed in, whoever the user is. */
export const forcedLoginNote = 'force-login'
