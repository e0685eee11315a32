// Shows the note takers their page when the network does not: an empty form that belongs to nobody. It answers for nothing else.
const NAME = {{ ("minutes-" ~ meeting.id ~ "-")|tojson }};
const PAGE = {{ url_for("minutes.take", meeting_id=meeting.id)|tojson }};
const SHELL = {{ url_for("minutes.offline", meeting_id=meeting.id)|tojson }};
const FILES = [{{ asset("site.css")|tojson }}, {{ asset("site.js")|tojson }}, {{ asset("mark.svg")|tojson }}{% for font in first_fonts %}, {{ font|tojson }}{% endfor %}];
// Another build has other files, and keeps them under another name.
const CACHE = NAME + FILES.join();
const PATIENCE = 6000;

const keep = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  // Without a session, so that no name of a person stays on the device.
  await cache.put(SHELL, await fetch(SHELL, { credentials: 'omit' }));
};

const tidy = async () => {
  for (const key of await caches.keys()) if (key.startsWith(NAME) && key !== CACHE) await caches.delete(key);
  await self.clients.claim();
};

const page = async (request) => {
  try {
    const late = new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE); });
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await caches.match(SHELL, { ignoreVary: true })) || Response.error();
  }
};

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(caches.match(event.request, { ignoreVary: true }).then((found) => found || fetch(event.request)));
  else if (event.request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(event.request));
});
