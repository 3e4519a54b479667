import '@ztrust/ui/base.css'
import './app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { takeInvitationFromAddress } from './features/enrolment/invitation.ts'
import { registerServiceWorker } from './shell/service-worker-registration.ts'

takeInvitationFromAddress()
// A link pasted into the address bar of the open app changes the fragment only.
window.addEventListener('hashchange', takeInvitationFromAddress)

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')
createRoot(root).render(<App />)
registerServiceWorker()
