import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useState } from 'react'

const PhotoDialog = lazy(() => import('./photo-dialog.tsx'))

const OpenPhotoDialog = createContext<(() => void) | undefined>(undefined)

/** Lets every profile photo open the dialog about it. Its code comes with the first opening. */
export function PhotoDialogProvider({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const open = useCallback(() => setOpen(true), [])
  return (
    <OpenPhotoDialog value={open}>
      {children}
      <Suspense fallback={null}>{isOpen ? <PhotoDialog onClose={() => setOpen(false)} /> : null}</Suspense>
    </OpenPhotoDialog>
  )
}

export function usePhotoDialog(): () => void {
  const open = use(OpenPhotoDialog)
  if (open === undefined) throw new Error('usePhotoDialog needs a PhotoDialogProvider above it')
  return open
}
