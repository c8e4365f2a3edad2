import { byId, setText } from './dom.js';

const field = byId('link');
const copyText = byId('copy-link-text');
let reset = 0;

/** The link that leads into this room, with what copies and shares it. */
export function startSharing() {
  field.addEventListener('focus', () => field.select());
  byId('copy-link').addEventListener('click', copy);
  const share = byId('share-link');
  share.hidden = typeof navigator.share !== 'function';
  share.addEventListener('click', () => {
    navigator.share({ title: 'Ringdown', text: 'Join me here', url: field.value }).catch(() => {}); // they changed their mind
  });
}

export function shareRoom(room) {
  field.value = linkTo(room);
}

export function linkTo(room) {
  const url = new URL('./', location.href);
  url.searchParams.set('room', room);
  return url.href;
}

async function copy() {
  let copied = true;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // no clipboard without https: leave it selected for the person
    copied = document.execCommand?.('copy') ?? false;
  }
  const said = copied ? 'Link copied' : 'Press Ctrl+C to copy';
  setText(copyText, said);
  setText(byId('copied'), said);
  clearTimeout(reset);
  reset = setTimeout(() => {
    setText(copyText, 'Copy link');
    setText(byId('copied'), '');
  }, 2_500);
}
