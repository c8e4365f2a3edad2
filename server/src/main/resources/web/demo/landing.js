import { byId, setText } from './dom.js';

const first = 'amber brisk calm clear copper early gentle golden hazel honest ivory keen lively lucky mellow misty noble olive quiet rapid russet silver sunny tidal velvet vivid'.split(' ');
const second = 'anchor badger beacon brook canyon cedar comet falcon fern harbor heron island lantern lark maple meadow otter pebble pine raven reef river robin summit thistle willow'.split(' ');

const form = byId('entry');
const name = byId('name');
const room = byId('room');
const enter = byId('enter');

/** The form one comes in by. `onEnter(name, room)` may reject with a text for the person and the field it is about. */
export function startLanding(onEnter) {
  const invitedTo = new URLSearchParams(location.search).get('room')?.trim() ?? '';
  room.value = invitedTo || suggestion();
  name.value = remembered();
  if (invitedTo) {
    const invited = byId('invited');
    invited.textContent = 'You are invited. Say who you are, and come in.';
    invited.hidden = false;
  }
  byId('another-room').addEventListener('click', () => (room.value = suggestion()));
  for (const input of [name, room]) input.addEventListener('input', () => complain(input.id, ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(onEnter);
  });
  if (matchMedia('(pointer: fine)').matches) name.focus();
}

/** Says of each door's card whether the door is open here; `doors` are those that are. */
export function showDoors({ doors }) {
  if (doors.length === 0) return; // the server did not say
  for (const card of document.querySelectorAll('[data-door]')) {
    card.toggleAttribute('data-shut', !doors.some(({ name }) => name === card.dataset.door));
  }
}

/** Shows the form again after a stay in a room. */
export function backToLanding() {
  name.focus();
}

async function submit(onEnter) {
  complain('name', name.value.trim() ? '' : 'Please say who you are.');
  complain('room', room.value.trim() ? '' : 'Please name a room.');
  complain('entry', '');
  const wrong = [name, room].find((input) => !input.value.trim());
  if (wrong) return wrong.focus();
  enter.disabled = true;
  enter.textContent = 'Joining…';
  try {
    await onEnter(name.value.trim(), room.value.trim());
    remember(name.value.trim());
  } catch ({ field, text }) {
    complain(field, text);
    byId(field)?.focus();
  } finally {
    enter.disabled = false;
    enter.textContent = 'Join the room';
  }
}

/** Says under a field what is wrong with it; an empty text takes that back. */
function complain(field, text) {
  setText(byId(`${field}-error`), text);
  if (field !== 'entry') byId(field).setAttribute('aria-invalid', String(text !== ''));
}

function suggestion() {
  const [a, b, c] = crypto.getRandomValues(new Uint32Array(3));
  return `${first[a % first.length]}-${second[b % second.length]}-${10 + (c % 90)}`;
}

function remember(text) {
  try {
    localStorage.setItem('ringdown.name', text);
  } catch {} // storage may be switched off
}

function remembered() {
  try {
    return localStorage.getItem('ringdown.name') ?? '';
  } catch {
    return '';
  }
}
