// Keeps a page fresh that is complete without it: new rows as they come, filters without a reload,
// keys. Everything shown is rendered by the server; here rows are only put in their place.

const body = document.body;
const live = document.getElementById("live");
const announce = document.getElementById("announce");
const pill = document.getElementById("pill");
const title = document.title;
const TYPING_MS = 250;
const ROWS_KEPT = 200;
const CALM_MS = 60_000;
let calm = 0;
let source = null;
let unseen = 0;
let above = 0;

document.documentElement.classList.add("scripted");

// The stream

function say(state) {
  live.dataset.state = state;
  live.textContent = live.dataset[state === "waiting" ? "connecting" : state];
}

function connect() {
  if (source) source.close();
  const address = body.dataset.stream;
  if (!address) return;
  say("waiting");
  source = new EventSource(address);
  source.addEventListener("open", () => say("on"));
  source.addEventListener("error", () => {
    say("off");
    // The browser tries again by itself, unless it was answered with an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  });
  source.addEventListener("hello", (event) => {
    // Another process answers: what it holds may differ. Once a while, for there may be several.
    if (JSON.parse(event.data).run === body.dataset.run || Date.now() < calm) return;
    calm = Date.now() + CALM_MS;
    refresh(location.href, false);
  });
  for (const kind of ["alert", "suppressed"]) {
    source.addEventListener(kind, (event) => take(kind, JSON.parse(event.data)));
  }
}

function take(kind, said) {
  for (const [name, count] of Object.entries(said.counts)) {
    document.getElementById(`count-${name}`).textContent = count;
  }
  if (said.mine) refresh(location.href, false);
  if ("html" in said) place(said);
}

function place(said) {
  const rows = document.getElementById("rows");
  if (!rows || rows.dataset.live !== "yes") return;
  const held = said.element ? document.getElementById(said.element) : null;
  const focused = held?.contains(document.activeElement);
  if (said.html === null) {
    // It no longer meets the filter. What the reader is on stays until he leaves it.
    if (held && !focused) held.remove();
  } else {
    const holder = document.createElement("template");
    holder.innerHTML = said.html;
    const row = holder.content.querySelector("li");
    row.classList.add("fresh");
    held?.remove();
    rows.prepend(row);
    if (focused) row.querySelector("a, [tabindex]")?.focus({ preventScroll: true });
    while (rows.children.length > ROWS_KEPT) rows.lastElementChild.remove();
    notice(row.querySelector("h2").textContent.trim());
  }
  const empty = document.getElementById("empty");
  if (empty) empty.hidden = rows.children.length > 0;
}

function notice(headline) {
  announce.textContent = `${announce.dataset.new}: ${headline}`;
  if (document.hidden) {
    unseen += 1;
    document.title = `(${unseen}) ${title}`;
  }
  if (scrollY > 300) {
    above += 1;
    document.getElementById("pill-count").textContent = above;
    pill.hidden = false;
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    unseen = 0;
    document.title = title;
  }
});

addEventListener("scroll", () => {
  if (scrollY < 100) {
    above = 0;
    pill.hidden = true;
  }
}, { passive: true });

pill.addEventListener("click", () => {
  scrollTo({ top: 0 });
  rowAt(0)?.focus({ preventScroll: true });
});

// Filters

let asked = 0;

async function refresh(address, remember) {
  const mine = ++asked;
  let fresh;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    if (mine === asked) location.assign(address);
    return;
  }
  if (mine !== asked) return; // a newer question is on its way
  const results = fresh.getElementById("results");
  if (!results) return void location.assign(address);
  document.getElementById("results").replaceWith(document.adoptNode(results));
  body.dataset.stream = fresh.body.dataset.stream;
  body.dataset.run = fresh.body.dataset.run;
  const link = document.querySelector(".switch");
  link.href = fresh.querySelector(".switch").getAttribute("href");
  if (remember) history.replaceState(null, "", address);
  connect();
}

const form = document.getElementById("filter");

function wanted() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) query.append(name, value.trim());
  }
  const told = query.toString();
  return told ? `${form.getAttribute("action")}?${told}` : form.getAttribute("action");
}

if (form) {
  let typing = 0;
  const clear = document.querySelector("[data-clear]");
  const ask = () => {
    const address = wanted();
    clear.hidden = !/[?&](?!lang=)/.test(address);
    refresh(address, true);
  };
  clear.addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.type === "search" || field.tagName === "SELECT") field.value = "";
    }
    document.getElementById("search").focus();
    ask();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "search") ask();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(typing);
    typing = setTimeout(ask, TYPING_MS);
  });
}

// Keys

function rowsHere() {
  return [...document.querySelectorAll("[data-row]")];
}

function target(row) {
  return row?.matches("[tabindex]") ? row : row?.querySelector("h2 a, h2 [tabindex]");
}

function rowAt(index) {
  const rows = rowsHere();
  return target(rows[Math.max(0, Math.min(index, rows.length - 1))]);
}

function move(by) {
  const at = rowsHere().findIndex((row) => row.contains(document.activeElement));
  const next = rowAt(at < 0 ? 0 : at + by);
  next?.focus();
  next?.closest("[data-row]").scrollIntoView({ block: "nearest" });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("search");
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // By the place of the key as well: on an Arabic keyboard j types another letter.
  if (event.key === "j" || event.code === "KeyJ") move(1);
  else if (event.key === "k" || event.code === "KeyK") move(-1);
  else if (event.key === "u" || event.code === "KeyU") document.querySelector(".brand").click();
  else if ((event.key === "/" || event.code === "Slash") && search) {
    event.preventDefault();
    search.focus();
  }
});

connect();
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) refresh(location.href, false);
});
