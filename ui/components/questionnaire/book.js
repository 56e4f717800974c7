/* The book: all that one person has answered in this tab. It is the truth about it, and it outlives
   every component, each page of the app and a start of the server.

   Three components of Streamlit work on it. None reaches into Streamlit's page.
   - keeper (this file and keeper.js): without looks, on every page, with data that never change, so
     that Streamlit sends its long text once. It makes the book.
   - courier (courier.js): without looks, in the frame before every page, so that Streamlit puts what
     it says into every message, one that asks for another page too. Its data change with every run.
   - sheet (amounts.js, sheet.js, sheet.css): draws questions from the book, on the pages that ask.

   What goes up and down stands in ui/questionnaire/message.py. The rules here:
   - All answers are said each time, so the newest counts. `seq` grows with each change; the server
     acknowledges with `seen`. What stays without an answer is said again, ever more rarely, and
     `late` is true meanwhile, which the sheet puts into words.
   - Said at once: another page, the tab hidden, the line back, and the first part that is left. Else
     some seconds after the last change, a minute after the first at the latest: a message costs the
     server a run, and nothing is lost meanwhile.
   - Streamlit sends what it is handed in a task of its own, and that message names the page on
     screen: sent after a click on a link, it leads back and undoes the click. So a click outside the
     sheet waits for a message that is due (two tasks), and from then on the book is quiet until the
     server answers. Where it has to speak before that, `wanted` says where the person is going. Who
     is on the way and presses the page that still stands there wants that one: said at once. Where the
     server answers, and that page does not come, Streamlit has dropped the press: for one that led
     elsewhere just before, or for a popover that closed upon it. Then `wanted` is said too.
   - Streamlit drops a press of a button where another page is asked for before its run has begun. The
     buttons of ui/press.py are ours to hear: their presses (`presses`) travel with the answers.
   - Another epoch from the server (an example, a file, What if) puts other answers in place. An
     older one is dropped. Where its answers only come beside ours (`adds`: the draft of a seat in a
     workshop), ours stand, and so does the part we are at; all is said again.
   - Another visit means that the server began anew: if it holds nothing (`fresh`), the book stays
     as it is and is said again under the new visit; not an example, whose name the server has lost.
   - Answers to foods that the server does not know (a food table of somebody's own, after the server
     was started anew) are put aside, and come back when a sheet asks for those foods.

   sessionStorage keeps the book for this tab, so that a reload finds it, or a phone that closed a
   sleeping tab: answers about foods, supplements, the country and the part. It ends with the tab, and another
   tab has its own. What is not kept there: the safety answers and the profile. A browser writes
   sessionStorage to the disk, to bring a tab back, and the page says of illnesses and pregnancy
   that they are "never saved". To ask two questions again is the smaller evil. Nor an example
   person's answers: after a reload they would pass for the person's own. */

const KEPT_AS = "kdcheck-book";
const DELAY_MS = 8000;
const LONGEST_DELAY_MS = 60000;
const AGAIN_MS = [4000, 8000, 15000, 30000];
const QUIET_MS = 20000;
const PRESSED = /(?:^|\s)st-key-press-([\w-]+)/;
const SHORTEST_QUIET_MS = 400;  // an answer that comes sooner may be to what was asked before the click

const blankSupplements = () => Object.fromEntries(
  ["d", "k1", "mk7", "mk4"].map((name) => [name, ["", "ug", "day", "en"]]));
const blankSafety = () => ({
  adult: "", blood_thinner: "", pregnancy: "", conditions: [], medicines: [], signs: [],
});
const blankProfile = () => ({ sex: "", age: "", life_stage: "" });

function makeBook() {
  const book = {
    visit: null, epoch: 0, moves: 0, page: "",  // as the server said last
    foods: {},  // id: [frequency, portion]
    aside: {},  // the same, of foods that the server does not know
    supplements: blankSupplements(),  // name: [text as typed, unit, period, language]
    safety: blankSafety(), profile: blankProfile(), country: "", part: "",
    own: true,  // the person's own answers, no example's
    seq: 0, told: 0, seen: 0,  // changes made, said, and taken in by the server
    wanted: "", left: "", wantedSaid: 0,  // the page gone to, from which one, and since which seq it is said
    pages: {},  // last piece of an address: name of the page
    presses: [],  // buttons that were pressed and the server has not heard: [seq, key]
    refused: false, readers: (window.kdcheckReaders ??= new Set()),
  };
  let send = null, sendTimer = 0, watchTimer = 0, quietTimer = 0, tries = 0;
  let quiet = false, quietFrom = 0, unsaidFrom = 0;
  const tell = () => book.readers.forEach((read) => read());
  Object.defineProperty(book, "late", {
    get: () => book.seq > book.seen && (tries > 0 || !navigator.onLine),
  });

  /* ---- what the tab keeps ---- */

  function keep() {
    try {
      const { foods, aside, supplements, country, part } = book;
      if (book.own) {
        sessionStorage.setItem(KEPT_AS, JSON.stringify({ foods, aside, supplements, country, part }));
      }
      else sessionStorage.removeItem(KEPT_AS);
    } catch { /* a browser that keeps nothing: the answers are in this page and on the server */ }
  }

  function holdsAnswers() {
    const typed = Object.values(book.supplements).some(([text]) => text);
    return typed || Boolean(book.country)
      || Object.keys({ ...book.foods, ...book.aside }).length > 0;
  }

  function findKept() {
    const texts = (value, length) => Array.isArray(value) && value.length === length
      && value.every((one) => typeof one === "string");
    const pairs = (found) => Object.fromEntries(
      Object.entries(found ?? {}).filter(([, pair]) => texts(pair, 2)));
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT_AS));
      if (!kept) return;
      book.foods = pairs(kept.foods);
      book.aside = pairs(kept.aside);
      for (const name of Object.keys(book.supplements))
        if (texts(kept.supplements?.[name], 4)) book.supplements[name] = kept.supplements[name];
      if (typeof kept.part === "string") book.part = kept.part;
      if (typeof kept.country === "string") book.country = kept.country;
      if (holdsAnswers()) book.seq = 1;
    } catch { /* damaged: as if there were nothing */ }
  }

  /* ---- what the person does ---- */

  /* Change the book; `soon` where the page waits for what the server says about it. */
  book.change = (write, soon = false) => {
    write(book);
    book.seq += 1;
    book.refused = false;
    keep();
    tell();
    if (book.told === book.seq - 1) unsaidFrom = performance.now();
    const left = unsaidFrom + LONGEST_DELAY_MS - performance.now();
    clearTimeout(sendTimer);
    sendTimer = setTimeout(book.flush, soon ? 0 : Math.min(DELAY_MS, left));
  };
  book.go = (part) => {
    book.change(() => { book.part = part; });
    if (book.seen === 0) book.flush();
  };
  /* Ask for another page of the app. */
  book.leave = (page) => {
    book.change(() => want(page));
    clearTimeout(quietTimer);
    quiet = false;
    book.flush();
  };
  /* A button of Streamlit's was pressed (ui/press.py): it is told what it does by us. */
  book.press = (key) => {
    if (book.presses.some(([, pressed]) => pressed === key)) return;
    book.change(() => book.presses.push([book.seq + 1, key]));
    clearTimeout(quietTimer);
    quiet = false;
    book.flush();
  };
  /* Answers to these foods count again. */
  book.bringBack = (ids) => {
    const found = ids.filter((id) => id in book.aside);
    if (!found.length) return;
    book.change(() => {
      for (const id of found) {
        book.foods[id] ??= book.aside[id];
        delete book.aside[id];
      }
    });
  };

  /* ---- up ---- */

  /* Hand everything to Streamlit, now. */
  book.flush = () => {
    clearTimeout(sendTimer);
    sendTimer = 0;
    if (quiet || !send || book.visit === null || book.told >= book.seq) return;
    book.told = book.seq;
    if (book.wanted) book.wantedSaid ||= book.seq;
    const { visit, epoch, seq, moves, part, page, wanted } = book;
    const { foods, supplements, safety, profile, country, presses } = book;
    const seat = /[?&]seat=([\w-]{1,100})(?=&|$)/.exec(location.search)?.[1] ?? "";
    send({
      visit, epoch, seq, moves, part, page, wanted, seat, presses: [...presses],
      foods, supplements, safety, profile, country,
    });
    watch();
  };
  function watch() {
    clearTimeout(watchTimer);
    if (book.seen >= book.seq) return;
    watchTimer = setTimeout(() => {
      if (quiet || book.seen >= book.seq) return;
      tries += 1;
      tell();
      sayAgain();
    }, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
  }
  /* Under a number of its own: what the server has heard already leads it to no page. */
  function sayAgain() {
    book.seq += 1;
    book.flush();
    watch();
  }

  function want(page) {
    Object.assign(book, { wanted: page, left: book.page, wantedSaid: 0 });
  }
  const pageOf = (address) => book.pages[new URL(address, location.href).pathname.split("/").pop()];

  function hush() {
    quiet = true;
    quietFrom = performance.now();
    speakIn(QUIET_MS);
  }
  function speakIn(ms) {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => {
      quiet = false;
      if (book.seq > book.seen || (book.wanted && !book.wantedSaid)) sayAgain();
    }, ms);
  }

  addEventListener("click", (event) => {
    const path = event.composedPath();
    if (!event.isTrusted || path.some((one) => one.kdSheet)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pressed = path.map((one) => PRESSED.exec(one.className)?.[1]).find(Boolean);
    if (pressed && send && path.some((one) => one.tagName === "BUTTON")) {
      event.stopImmediatePropagation();
      event.preventDefault();
      return book.press(pressed);
    }
    const link = path.find((one) => one.href);
    const page = link && !link.target && pageOf(link.href);
    if (page === book.page && book.wanted && book.wanted !== page) {
      book.change(() => want(page));
      quiet = false;
    }
    const leave = () => {
      if (!page && !book.wantedSaid) want("");
      else if (page && page !== book.page) want(page);
      hush();
    };
    if (book.told >= book.seq || !send || quiet) return leave();
    event.stopImmediatePropagation();
    event.preventDefault();
    book.flush();
    setTimeout(() => setTimeout(() => {
      leave();
      path[0].dispatchEvent(new MouseEvent("click", {
        bubbles: true, cancelable: true, composed: true, detail: event.detail,
        clientX: event.clientX, clientY: event.clientY,
      }));
    }));
  }, true);
  addEventListener("popstate", () => {
    const page = pageOf(location.href);
    if (!page || page === book.page) return;  // from part to part: the sheet's own
    want(page);
    hush();
  }, true);
  addEventListener("visibilitychange", () => { if (document.hidden) book.flush(); });
  addEventListener("offline", tell);
  addEventListener("online", () => {
    tries = 0;
    if (book.seq > book.seen) sayAgain();
    tell();
  });

  /* ---- down ---- */

  book.hear = (data) => {
    if (data.visit === book.visit && data.epoch < book.epoch) return;
    book.page = data.page;
    const another = data.visit !== book.visit;
    if (another && data.fresh && book.own && (book.seq > 0 || holdsAnswers())) {
      Object.assign(book, {
        visit: data.visit, epoch: data.epoch, moves: data.moves, presses: [],
        seq: Math.max(book.seq, 1), seen: 0, told: 0,  // 0 where all answers came from the server
      });
    } else if (data.adds && book.own && (another || data.epoch > book.epoch)) {
      if (!data.held) return;
      Object.assign(book, {
        visit: data.visit, epoch: data.epoch, moves: data.moves, part: book.part || data.part,
        seq: Math.max(book.seq, data.seen) + 1, told: data.seen, seen: data.seen, refused: false,
        foods: { ...data.held.foods, ...book.foods },
      });
      keep();
    } else if (another || data.epoch > book.epoch) {
      if (!data.held) return;
      Object.assign(book, {
        visit: data.visit, epoch: data.epoch, moves: data.moves, part: data.part, presses: [],
        seq: data.seen, told: data.seen, seen: data.seen, refused: false,
        foods: { ...data.held.foods }, supplements: { ...blankSupplements(), ...data.held.supplements },
        safety: { ...blankSafety(), ...data.held.safety },
        profile: { ...blankProfile(), ...data.held.profile }, country: data.held.country,
        own: data.held.own,
      });
      keep();
    } else {
      book.seen = Math.max(book.seen, data.seen);
      book.refused = data.refused === book.told && book.told > book.seen;
    }
    book.presses = book.presses.filter(([seq]) => seq > book.seen);
    if (data.moves !== book.moves) {
      Object.assign(book, { moves: data.moves, part: data.part });
      keep();
    }
    const done = book.wantedSaid && book.seen >= book.wantedSaid;
    if (done || (data.page === book.wanted && data.page !== book.left)) want("");
    const unknown = (data.unknown ?? []).filter((id) => id in book.foods);
    if (unknown.length) {
      book.change(() => {
        for (const id of unknown) {
          book.aside[id] = book.foods[id];
          delete book.foods[id];
        }
      }, true);
    }
    if (book.seen >= book.seq) tries = 0;
    tell();
    if (quiet && book.wanted) speakIn(SHORTEST_QUIET_MS);
    else if (quiet) speakIn(Math.max(0, SHORTEST_QUIET_MS - (performance.now() - quietFrom)));
    else if (book.told < book.seq && !sendTimer) book.flush();
    if (book.refused) clearTimeout(watchTimer);
    else watch();
  };
  /* Called by the courier with each run of the server. */
  book.ride = ({ data: [data], setStateValue }) => {
    send = (said) => setStateValue("said", said);
    book.hear(data);
  };

  findKept();
  return book;
}

/* Whichever component comes first makes the book; the courier, which is short, waits for it.

   version: that of the scripts. Where a server was updated under an open tab, the book is of other
   scripts than the components, which then leave it alone: the keeper says so, with a way to load
   the page again. What the tab keeps comes back then. */
function theBook(version) {
  if (!window.kdcheckBook) {
    window.kdcheckBook = Object.assign(makeBook(), { version });
    if (window.kdcheckRide) setTimeout(() => window.kdcheckBook.ride(window.kdcheckRide));
  }
  return window.kdcheckBook;
}
