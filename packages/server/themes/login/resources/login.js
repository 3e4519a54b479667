// What pages do better with scripts. Every page works without: each part below only adds to what is there.

// Password reveal: the button is shown only where it works.
for (const button of document.querySelectorAll('[data-password-toggle]')) {
  const input = document.getElementById(button.getAttribute('aria-controls'))
  if (!input) continue
  const show = (isShown) => {
    input.type = isShown ? 'text' : 'password'
    button.setAttribute('aria-pressed', String(isShown))
    button.setAttribute('aria-label', isShown ? button.dataset.labelHide : button.dataset.labelShow)
  }
  button.hidden = false
  button.addEventListener('click', () => {
    show(input.type === 'password')
    input.focus()
  })
  // Browsers offer to save passwords, and keep histories of texts.
  input.form?.addEventListener('submit', () => show(false))
}

// Caps Lock: said below the field it would spoil.
for (const hint of document.querySelectorAll('[data-caps-for]')) {
  const input = document.getElementById(hint.dataset.capsFor)
  const tell = (isOn) => {
    const text = isOn ? hint.dataset.text : ''
    if (hint.textContent !== text) hint.textContent = text
  }
  const onKey = (event) => tell(event.getModifierState?.('CapsLock') ?? false)
  input?.addEventListener('keydown', onKey)
  input?.addEventListener('keyup', onKey)
  input?.addEventListener('blur', () => tell(false))
}

// A form is posted once: the second press of a slow page would meet a used code.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.posted) event.preventDefault()
    form.dataset.posted = 'true'
    event.submitter?.setAttribute('aria-busy', 'true')
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-posted]')) {
    delete form.dataset.posted
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
  }
})

// The language menu closes like a menu.
for (const menu of document.querySelectorAll('details.languages')) {
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false
  })
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary').focus()
  })
}

// After a logout the applications are told by frames; then the way leads on by itself.
for (const link of document.querySelectorAll('[data-after-frames]')) {
  const frames = [...document.querySelectorAll('[data-frontchannel-logout] iframe')]
  const told = frames.map((frame) => new Promise((resolve) => frame.addEventListener('load', resolve, { once: true })))
  const patience = new Promise((resolve) => setTimeout(resolve, 5000))
  Promise.race([Promise.all(told), patience]).then(() => location.replace(link.href))
}
