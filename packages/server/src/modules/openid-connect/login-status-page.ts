/**
 * The page behind `check_session_iframe`. It compares the session an application knows with the one in the cookie
 * KEYCLOAK_SESSION, whose last part is the session's id, and tells `unchanged`, `changed` or `error`.
 */
export const loginStatusPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Session status</title>
</head>
<body>
<script>
(function () {
  'use strict';
  var approved = {};

  function readSession() {
    var name = 'KEYCLOAK_SESSION=';
    var parts = document.cookie.split(';');
    for (var i = 0; i < parts.length; i += 1) {
      var part = parts[i].trim();
      if (part.indexOf(name) !== 0) continue;
      var value = decodeURIComponent(part.slice(name.length)).replace(/^"|"$/g, '');
      return value.slice(value.lastIndexOf('/') + 1);
    }
    return '';
  }

  function approve(clientId, origin) {
    var key = clientId + ' ' + origin;
    if (approved[key]) return Promise.resolve(true);
    var query = new URLSearchParams({ client_id: clientId, origin: origin });
    return fetch(location.pathname + '/init?' + query, { credentials: 'same-origin' }).then(function (response) {
      approved[key] = response.status === 204;
      return approved[key];
    });
  }

  window.addEventListener('message', function (event) {
    if (typeof event.data !== 'string' || event.source === null) return;
    var space = event.data.lastIndexOf(' ');
    if (space < 1) return;
    var clientId = event.data.slice(0, space);
    var sessionId = event.data.slice(space + 1);
    approve(clientId, event.origin).then(
      function (isApproved) {
        var state = !isApproved ? 'error' : sessionId === readSession() ? 'unchanged' : 'changed';
        event.source.postMessage(state, event.origin);
      },
      function () {
        event.source.postMessage('error', event.origin);
      }
    );
  });
})();
</script>
</body>
</html>
`
