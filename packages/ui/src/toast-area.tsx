import { Notifications } from '@mantine/notifications'

/** Where toasts appear. */
export default function ToastArea() {
  return <Notifications position="bottom-right" limit={4} autoClose={5000} />
}
