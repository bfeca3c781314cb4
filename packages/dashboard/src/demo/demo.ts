import './demo.css';

const form = document.querySelector<HTMLFormElement>('#demo');
const thanks = document.querySelector<HTMLElement>('#thanks');

/**
 * The page says thank you in place and sends nothing itself: the script tag does. Where the tag could not
 * load, the form goes its plain way, and the lead is not lost.
 */
form?.addEventListener('submit', (event) => {
  if (!('headwater' in window) || !thanks) return;
  event.preventDefault();
  form.hidden = true;
  thanks.hidden = false;
  thanks.focus();
});
