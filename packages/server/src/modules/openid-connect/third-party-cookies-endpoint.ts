import { getThirdPartyCookiesStep1, getThirdPartyCookiesStep2 } from '@ztrust/contract/oidc'
import { implement } from '../../spi/endpoint-handler.ts'
import type { Reply } from '../../spi/reply.ts'

/**
 * Two pages by which keycloak-js finds out whether a frame gets our cookies: the first sets one, the second tells the
 * application's window `supported` or `unsupported`. There is nothing to learn from the answer but that.
 */
export const thirdPartyCookiesStep1Endpoint = implement(getThirdPartyCookiesStep1, async () => framedPage(step1))
export const thirdPartyCookiesStep2Endpoint = implement(getThirdPartyCookiesStep2, async () => framedPage(step2))

function framedPage(script: string): Reply {
  return {
    kind: 'html',
    status: 200,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Cookie check</title></head>
<body>
<script>${script}</script>
</body>
</html>
`,
    frameAncestors: '*',
    headers: { 'cache-control': 'no-cache, must-revalidate, no-transform, no-store' },
  }
}

const step1 = `
(function () {
  'use strict';
  // Partitioned cookies would be sent in frames although sessions are not shared with them: they are not asked for.
  var attributes = location.protocol === 'https:' ? '; SameSite=None; Secure' : '';
  document.cookie = 'KEYCLOAK_3P_COOKIE=supported; Max-Age=60; Path=' + location.pathname.replace(/[^/]*$/, '') + attributes;
  location.replace('step2.html');
})();
`

const step2 = `
(function () {
  'use strict';
  var isThere = document.cookie.split(';').some(function (part) {
    return part.trim() === 'KEYCLOAK_3P_COOKIE=supported';
  });
  document.cookie = 'KEYCLOAK_3P_COOKIE=; Max-Age=0; Path=' + location.pathname.replace(/[^/]*$/, '');
  function answer(isSupported) {
    window.parent.postMessage(isSupported ? 'supported' : 'unsupported', '*');
  }
  if (!isThere || !document.hasStorageAccess) return answer(isThere);
  document.hasStorageAccess().then(answer, function () { answer(false); });
})();
`
