/* Draws questions from the book. All words, foods, codes and drawings come as data (see
   ui/questionnaire/sheet_data.py); all answers are in the book. */

const SVG = "http://www.w3.org/2000/svg";

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

const fill = (text, fields) => text.replace(/\{(\w+)\}/g, (field, name) => fields[name] ?? field);

/* A text with elements in the places of its fields. */
const pieces = (text, fields) => text.split(/(\{\w+\})/)
  .flatMap((piece) => fields[/^\{(\w+)\}$/.exec(piece)?.[1]] ?? [piece]);

/* paths: what stands around the food, and the food; box: left, top, width and height in mm. */
function picture([thing, food], box, hue) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box.join(" "));
  svg.setAttribute("aria-hidden", "true");
  svg.style.setProperty("--hue", hue);
  svg.style.setProperty("--line", Math.max(box[2] / 100, box[3] / 75));
  for (const [name, path] of [["thing", thing], ["drawn", food]]) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("class", name);
    line.setAttribute("d", path);
    svg.append(line);
  }
  return svg;
}

/* Do something that changes the page, and scroll so that this element stays where it is. */
function keepInPlace(element, change) {
  const before = element.getBoundingClientRect().top;
  change();
  const moved = element.getBoundingClientRect().top - before;
  if (Math.abs(moved) < 1) return;
  for (let box = element; box; box = box.assignedSlot ?? box.parentElement ?? box.getRootNode().host) {
    const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight;
    if (scrolls || box === document.documentElement) {
      box.scrollTop += moved;
      return;
    }
  }
}

/* One choice of several, as a browser and a screen reader know it. */
function radios(name, options, chosen, choose) {
  return options.map(([code, label, ...more]) => make("label", { class: "option" },
    make("input", {
      type: "radio", name, value: code, checked: chosen === code,
      onclick: (event) => choose(code, event),
    }),
    ...more,
    make("span", {}, label)));
}

export default function ({ data: [data], parentElement }) {
  const book = theBook(data.version);
  if (book.version !== data.version) {
    parentElement.querySelector(".sheet")?.remove();
    return undefined;
  }
  const asked = JSON.stringify(data);
  if (parentElement.kdAsked === asked) return parentElement.kdEnd;  // light became dark, no more
  parentElement.kdAsked = asked;
  const { words, parts } = data;
  let root = parentElement.querySelector(".sheet");
  const first = !root;
  if (first) {
    root = make("div", { class: "sheet" });
    root.kdSheet = true;  // the book tells a click in here from one outside
    parentElement.append(root);
  }
  Object.assign(root, { dir: data.dir, lang: data.lang });

  const signs = data.signs[data.language];
  const figure = (number) => written(number, signs, 3);
  const foods = parts.flatMap((part) => part.foods ?? []);
  const eaten = (id) => ![undefined, "never"].includes(book.foods[id]?.[0]);
  const at = () => Math.max(0, parts.findIndex((part) => part.id === book.part));
  const find = (selector) => root.querySelector(selector);
  const sure = new Set();  // large amounts that the person meant

  /* ---- foods ---- */

  /* How a food with an answer is shown: "open" with all options, "portion" with those of the portion
     alone, and folded to one line where it is not in here. */
  const unfolded = new Map();

  function foodSet(food) {
    const { drawing } = food;
    const box = make("div", { class: "food", id: `food-${food.id}` },
      drawing ? make("div", { class: "sketch" }, picture(drawing.small, drawing.small_box, drawing.hue)) : undefined,
      make("fieldset", {
        class: "often", role: "radiogroup", "aria-labelledby": `name-${food.id}`,
        "aria-describedby": food.examples ? `examples-${food.id}` : undefined,
      },
      make("legend", {},
        make("b", { id: `name-${food.id}` }, food.name), " ",
        food.examples ? make("span", { class: "examples", id: `examples-${food.id}` }, food.examples) : undefined),
      make("div", { class: "options nine" },
        ...radios(`often-${food.id}`, data.frequencies, undefined, (code, event) => answerOften(food, code, event))),
      make("span", { class: "said" })),
      make("fieldset", { class: "portion", role: "radiogroup", hidden: true },
        make("legend", { class: "unseen" }, fill(words.portion, { food: food.name })),
        drawing ? make("p", { class: "scale" }, drawing.scale) : undefined,
        make("div", { class: "options three" })),
      make("button", {
        type: "button", class: "quiet change", "aria-label": fill(words.change_food, { food: food.name }),
        onclick: () => open(food),
      }, words.change),
      make("button", {
        type: "button", class: "quiet clear", "aria-label": fill(words.clear_food, { food: food.name }),
        onclick: () => clear(food),
      }, words.clear));
    box.addEventListener("click", (event) => {  // before what is pressed hears of it, and may fold
      if (folded(food) && event.detail === 1 && !event.target.closest("button")) open(food);
    }, true);
    box.addEventListener("focusout", ({ relatedTarget: next }) => {
      if (pressing || !next || box.contains(next) || !unfolded.has(food.id)) return;
      keepInPlace(next, () => fold(food.id));
    });
    update(food, box);
    return box;
  }

  const folded = ({ id }) => id in book.foods && !unfolded.has(id);

  function portionSet(food, box) {
    const { portions, drawing } = food;
    box.append(...radios(`portion-${food.id}`, portions.map(([code, label], n) => [code, label,
      drawing ? picture(drawing.portions[n], drawing.boxes[n], drawing.hue) : ""]),
    book.foods[food.id][1], (code, event) => answerPortion(food, code, event)));
    if (!drawing) return;
    box.querySelectorAll("input").forEach((input, n) => {
      input.setAttribute("aria-describedby", `drawn-${food.id}-${n}`);
      input.parentElement.after(make("span", { class: "unseen", id: `drawn-${food.id}-${n}` }, drawing.alts[n]));
    });
  }

  function update(food, box = find(`#food-${CSS.escape(food.id)}`)) {
    if (!box) return;
    const [frequency, portion] = book.foods[food.id] ?? [];
    box.dataset.state = frequency ? unfolded.get(food.id) ?? "folded" : "open";
    box.classList.toggle("answered", Boolean(frequency));
    for (const input of box.querySelectorAll(".often input")) input.checked = input.value === frequency;
    box.querySelector(".said").textContent = eaten(food.id)
      ? `\u00a0· ${food.portions.find(([code]) => code === portion)?.[1] ?? ""}` : "";
    const portions = box.querySelector(".portion");
    portions.hidden = !eaten(food.id) || box.dataset.state === "folded";
    if (!portions.hidden && !portions.querySelector("input")) portionSet(food, portions.querySelector(".three"));
    for (const input of portions.querySelectorAll("input")) input.checked = input.value === portion;
  }

  /* A pointer folds what it answers, so that the next food comes to it. The keys do not: an arrow
     chooses on its way, and what it passes must stay. */
  function answerOften(food, code, event) {
    const pressed = event.detail > 0;
    keepInPlace(find(`#food-${CSS.escape(food.id)}`), () => {
      foldOthers(food.id);
      if (!pressed) unfolded.set(food.id, "open");
      else if (code === "never") unfolded.delete(food.id);
      else unfolded.set(food.id, "portion");
      const before = book.foods[food.id];
      if (before?.[0] === code) update(food);
      else book.change(({ foods }) => { foods[food.id] = [code, before?.[1] ?? "M"]; });
    });
  }

  function answerPortion(food, code, event) {
    const box = find(`#food-${CSS.escape(food.id)}`);
    if (event.detail > 0) {
      box.querySelector(".often input:checked").focus({ preventScroll: true });
      unfolded.delete(food.id);
    }
    book.change(({ foods }) => { foods[food.id] = [foods[food.id][0], code]; });
  }

  function fold(id) {
    unfolded.delete(id);
    const food = foods.find((one) => one.id === id);
    if (food) update(food);
  }
  const foldOthers = (id) => [...unfolded.keys()].filter((other) => other !== id).forEach(fold);

  function open(food) {
    const box = find(`#food-${CSS.escape(food.id)}`);
    keepInPlace(box, () => {
      foldOthers(food.id);
      unfolded.set(food.id, "open");
      update(food);
    });
    box.querySelector(".often input:checked").focus({ preventScroll: true });
  }

  function clear(food) {
    unfolded.delete(food.id);
    book.change(({ foods }) => { delete foods[food.id]; });
    find(`#food-${CSS.escape(food.id)} .often input`).focus({ preventScroll: true });
  }

  /* What is seldom eaten in the country is asked for once it is unfolded, and is no gap before. */
  const unanswered = (part) =>
    (part.foods ?? []).filter(({ id, seldom }) => !seldom && !(id in book.foods));

  /* ---- amounts ---- */

  /* What an amount of vitamin D means, in both units: "800 IU are 20 µg a day." */
  function inWords(number, unit, period) {
    const ug = ugPerDay(number, unit, period);
    const typed = written(number, signs);
    const iu = unit === "iu" && period === "day" ? typed : figure(ug / UG_PER_IU_D);
    return fill(words[`${unit}_${period}`], { typed, iu, amount: figure(ug) });
  }

  function amountSet(amount) {
    const { id, label, units, periods } = amount;
    const several = units.length > 1;
    const change = (position, value) => book.change(({ supplements }) => {
      const typed = supplements[id];
      typed[position] = value;
      typed[3] = data.language;
    });
    const input = make("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", maxlength: data.longest_text,
      id: `amount-${id}`, placeholder: words.none, value: book.supplements[id][0],
      "aria-describedby": `live-${id} fault-${id}`,
      oninput: () => {
        input.value = input.value.replace(/\s/g, " ").replace(/[\p{Cc}\p{Cs}]/gu, "");
        change(0, input.value);
      },
    });
    const pills = (position, options, named) => make("fieldset", { role: "radiogroup" },
      make("legend", { class: position === 2 ? "unseen" : undefined }, named),
      make("div", { class: "options pills" },
        ...radios(`${named}-${id}`, options, book.supplements[id][position], (code) => change(position, code))));
    const field = make("div", { class: "field" }, make("label", { for: input.id }, several ? words.amount : label), input);
    const below = [
      make("p", { class: "live", id: `live-${id}`, role: "status" }),
      make("p", { class: "fault", id: `fault-${id}`, role: "status" }),
      make("div", { class: "ask", role: "status" }),
    ];
    const box = several
      ? make("fieldset", { class: "amount", id: `supplement-${id}` }, make("legend", {}, make("b", {}, label)),
        pills(1, units, words.unit), make("div", { class: "row" }, field, pills(2, periods, words.period)), ...below)
      : make("div", { class: "amount", id: `supplement-${id}` }, field, ...below);
    updateAmount(amount, box);
    return box;
  }

  function updateAmount({ id, name, limit, units }, box = find(`#supplement-${id}`)) {
    const [text, unit, period, language] = book.supplements[id];
    const input = box.querySelector(`#amount-${id}`);
    if (input.value !== text) input.value = text;
    for (const radio of box.querySelectorAll(".pills input")) radio.checked = [unit, period].includes(radio.value);
    const found = readings(text, data.signs[language][1]);
    const [number] = found;
    const ug = found.length === 1 ? ugPerDay(number, unit, period) : 0;
    const blank = text.trim() === "";
    const perUg = DAYS[period] / (unit === "iu" ? UG_PER_IU_D : 1);
    let fault = "";
    if (!blank && !found.length) fault = fill(words.no_number, { example: written(2.5, signs) });
    else if (ug > limit) {
      fault = fill(words.too_much, {
        supplement: name, amount: written(number, signs), limit: written(limit * perUg, signs),
        unit: units.find(([code]) => code === unit)[1],
      });
    }
    say(box.querySelector(".fault"), fault);
    input.setAttribute("aria-invalid", Boolean(fault));
    say(box.querySelector(".live"), units.length > 1 && ug > 0 && !fault ? inWords(number, unit, period) : "");
    ask(box.querySelector(".ask"), question(id, found, limit, text, unit, period));
  }

  /* What to ask about an amount: the words, and for each answer its words and what it changes. */
  function question(id, found, limit, text, unit, period) {
    const put = (...typed) => book.change(({ supplements }) => { supplements[id] = [...typed, data.language]; });
    if (found.length === 2) {
      const answers = found.map((number) => [written(number, signs), () => put(typedAs(number, signs), unit, period)]);
      return [words.two_readings, answers];
    }
    const [number] = found;
    const meant = [text, unit, period].join();
    const ug = ugPerDay(number, unit, period);
    if (id !== "d" || sure.has(meant) || !(ug > data.much_d_ug)) return null;
    const others = [["iu", "day"], ["iu", "week"], ["ug", "week"]].filter(([otherUnit, otherPeriod]) =>
      (unit === "ug" || otherUnit === "iu") && ugPerDay(number, otherUnit, otherPeriod) < Math.min(ug, limit));
    const answers = others.map((other) => [inWords(number, ...other), () => put(text, ...other)]);
    if (ug <= limit) answers.push([inWords(number, unit, period), () => { sure.add(meant); updatePart(parts[at()]); }]);
    if (!answers.length) return null;
    return [words.much_d, answers];
  }

  function ask(place, asked) {
    const now = asked ? JSON.stringify(asked) : "";
    if (place.dataset.asked === now) return;
    place.dataset.asked = now;
    place.replaceChildren(...(asked ? [
      make("p", {}, asked[0]),
      ...asked[1].map(([label, then]) => make("button", {
        type: "button", class: "plain",
        onclick: () => { place.closest(".amount").querySelector("input[type=text]").focus(); then(); },
      }, label)),
    ] : []));
  }

  /* A typed number stays the number it was when the page changes its language. */
  function rewriteAmounts() {
    for (const typed of Object.values(book.supplements)) {
      const [text, , , language] = typed;
      if (!text || language === data.language) continue;
      const found = readings(text, data.signs[language][1]);
      if (found.length !== 1) continue;
      typed[0] = typedAs(found[0], signs);
      typed[3] = data.language;
    }
  }

  /* ---- questions: who answers ---- */

  const shelfOf = (shelf) => (shelf ? book[shelf] : book);

  function questionSet(partShelf, question) {
    const { id, label, kind, options, longest, hint, shown_unless: unless, shelf = partShelf } = question;
    const box = make(["text", "pick"].includes(kind) ? "div" : "fieldset", {
      class: "question", id: `question-${id}`, role: kind === "one" ? "radiogroup" : undefined,
    });
    const change = (write) => book.change(() => write(shelfOf(shelf)), true);
    if (kind === "pick") {
      const picked = make("select", {
        id: `pick-${id}`, "aria-describedby": `hint-${id}`,
        onchange: () => change((said) => { said[id] = picked.value; }),
      }, ...options.map(([code, text]) => make("option", { value: code }, text)));
      box.append(make("label", { for: picked.id }, label), picked, make("p", { class: "hint", id: `hint-${id}` }, hint));
    } else if (kind === "text") {
      const input = make("input", {
        type: "text", inputmode: "numeric", autocomplete: "off", maxlength: longest, id: `text-${id}`,
        "aria-describedby": `fault-${id}`, placeholder: words.none,
        oninput: () => change((said) => { said[id] = input.value.replace(/[\p{Cc}\p{Cs}]/gu, ""); }),
      });
      box.append(make("label", { for: input.id }, label), input, make("p", { class: "fault", id: `fault-${id}`, role: "status" }));
    } else {
      box.append(make("legend", {}, label), make("div", { class: "list" }, ...options.map(([code, text]) =>
        make("label", { class: "choice" },
          make("input", {
            type: kind === "one" ? "radio" : "checkbox", name: `question-${id}`, value: code,
            onclick: (event) => change((said) => {
              if (kind === "one") said[id] = code;
              else said[id] = event.target.checked ? [...said[id], code] : said[id].filter((one) => one !== code);
            }),
          }),
          make("span", {}, text)))));
    }
    if (kind === "one") {
      box.append(make("button", {
        type: "button", class: "quiet clear", "aria-label": fill(words.clear_food, { food: label }),
        onclick: () => {
          change((said) => { said[id] = ""; });
          box.querySelector("input").focus({ preventScroll: true });
        },
      }, words.clear));
    }
    box.append(make("p", { class: "fault missing", role: "status" }));
    box.unless = unless;
    return box;
  }

  function updateQuestions({ shelf: partShelf, questions, more }) {
    for (const question of [...questions, ...(more?.questions ?? [])]) {
      const { id, kind, otherwise, guess, shown_unless: unless, shelf = partShelf } = question;
      const said = shelfOf(shelf);
      const box = find(`#question-${id}`);
      if (kind === "pick") {
        box.querySelector("select").value = said[id] || guess;
        continue;
      }
      const one = said[id] || otherwise?.codes[book[otherwise.shelf][otherwise.id]];
      for (const input of box.querySelectorAll(".list input"))
        input.checked = kind === "one" ? one === input.value : said[id].includes(input.value);
      const text = box.querySelector("input[type=text]");
      if (text) {
        if (text.value !== said[id]) text.value = said[id];
        const age = plainSigns(said[id]);
        const wrong = age !== "" && !(/^\d{1,3}$/.test(age) && age >= data.age[0] && age <= data.age[1]);
        say(box.querySelector(`#fault-${id}`), wrong ? words.age_fault : "");
        text.setAttribute("aria-invalid", wrong);
      }
      box.classList.toggle("answered", Boolean(said[id]?.length));
      if (said[id]?.length) say(box.querySelector(".missing"), "");
      if (unless) box.hidden = said[unless[0]] === unless[1];
    }
  }

  /* ---- the part ---- */

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function content(part) {
    if (part.foods) {
      const away = part.foods.filter(({ id, seldom }) => seldom && !(id in book.foods));
      return [
        ...part.foods.filter((food) => !away.includes(food)).map(foodSet),
        away.length ? make("details", { class: "seldom" },
          make("summary", {}, part.seldom, " ", away.map(({ name }) => name).join(words.comma)),
          ...away.map(foodSet)) : undefined,
      ].filter(Boolean);
    }
    if (part.amounts) return [...part.amounts.map(amountSet), make("div", { class: "gaps" })];
    const { shelf, questions, more } = part;
    const ticked = more?.questions.some(({ id }) => book[shelf][id].length);
    return [
      ...questions.map((one) => questionSet(shelf, one)),
      more ? make("details", { open: ticked }, make("summary", {}, more.label),
        ...more.questions.map((one) => questionSet(shelf, one))) : undefined,
    ].filter(Boolean);
  }

  function updatePart(part) {
    if (part.id !== parts[at()].id) return;
    part.foods?.forEach((food) => update(food));
    if (find(".seldom .answered")) find(".seldom").open = true;
    part.amounts?.forEach((amount) => updateAmount(amount));
    if (part.amounts) gaps();
    if (part.questions) updateQuestions(part);
  }

  /* On the last part: which parts have foods without an answer, and the way to them. */
  function gaps() {
    const open = parts.filter((part) => unanswered(part).length);
    find(".gaps").replaceChildren(...(open.length ? [
      make("p", {}, words.gaps),
      ...open.map((part) => make("button", { type: "button", class: "plain", onclick: () => go(part) },
        fill(words.gap, { part: part.name, count: unanswered(part).length }))),
    ] : []));
  }

  /* "I eat none of these", later "Never for the rest of this part", and once pressed the way back. */
  let undo = null;
  function never(part) {
    const ids = unanswered(part).map(({ id }) => id);
    if (undo) {
      const back = undo;
      undo = null;
      book.change(({ foods }) => { for (const id of back) delete foods[id]; });
      return;
    }
    foldOthers(null);
    undo = ids;
    book.change(({ foods }) => { for (const id of ids) foods[id] = ["never", "M"]; });
  }

  let warned = false;
  function next(part) {
    const skipped = unanswered(part);
    const missing = (part.questions ?? []).filter(({ id, needed }) => needed && !book[part.shelf][id]);
    if (missing.length) {
      for (const { id } of missing) say(find(`#question-${id} .missing`), words.needed);
      find(`#question-${missing[0].id} input`).focus();
      return;
    }
    if (skipped.length && !warned) {
      warned = true;
      find(".skipped").replaceChildren(make("p", {}, ...pieces(words.skipped, {
        foods: skipped.flatMap((food) => [make("button", {
          type: "button", class: "link", onclick: () => {
            const box = find(`#food-${CSS.escape(food.id)}`);
            box.scrollIntoView({ block: "center" });
            box.querySelector("input").focus({ preventScroll: true });
          },
        }, food.name), " "]),
      })));
      return;
    }
    const following = parts[parts.indexOf(part) + 1];
    if (following) go(following);
    else book.leave(data.next);
  }

  /* The address names the part, and the browser's Back leads to the part before. Streamlit leaves an
     address of the same page alone where it has a "#", as it does for links to a heading. */
  const address = (part) => `#part-${parts.indexOf(part) + 1}`;
  function go(part) {
    const before = parts[at()];
    if (part === before) return;
    if (data.addresses && history.state?.kdBefore === part.id) return history.back();
    if (data.addresses) history.pushState({ kdPart: part.id, kdBefore: before.id }, "", address(part));
    book.go(part.id);
  }
  function nameAddress() {
    const part = parts[at()];
    if (!data.addresses || history.state?.kdPart === part.id && location.hash === address(part)) return;
    history.replaceState({ ...history.state, kdPart: part.id }, "", address(part));
  }
  function onpopstate() {
    const part = parts.find(({ id }) => id === history.state?.kdPart)
      ?? parts[Number(/^#part-(\d+)$/.exec(location.hash)?.[1]) - 1];
    if (part && part.id !== book.part) book.go(part.id);
  }

  /* ---- drawing ---- */

  let shown = null;
  function draw() {
    const part = parts[at()];
    if (shown !== part) {
      const moved = shown !== null;
      shown = part;
      warned = false;
      undo = null;
      unfolded.clear();
      root.replaceChildren(...whole(part));
      find(".net").showPopover?.();  // above all, also above what Streamlit says of a lost connection
      if (moved) {
        find("h1")?.focus({ preventScroll: true });
        root.scrollIntoView({ block: "start" });
      }
    }
    updatePart(part);
    chrome(part);
    nameAddress();
  }

  function whole(part) {
    const many = parts.length > 1;
    const back = parts[parts.indexOf(part) - 1];
    const last = part === parts.at(-1);
    return [
      ...(many ? [make("p", { class: "progress", role: "status" }), make("div", { class: "track", "aria-hidden": "true" }, make("i"))] : []),
      make("p", { class: "net", role: "status", popover: "manual" }),
      ...(part.name ? [make("h1", { tabindex: "-1" }, part.name)] : []),
      ...(part.lead ? [make("p", { class: "lead" }, part.lead)] : []),
      make("div", { class: "content" }, ...content(part)),
      ...(data.next ? [make("div", { class: "bar" },
        make("div", { class: "skipped", role: "status" }),
        make("button", { type: "button", class: "plain", onclick: () => (back ? go(back) : book.leave(data.back)) }, words.back),
        part.foods ? make("button", { type: "button", class: "quiet never", onclick: () => never(part) }) : undefined,
        make("button", { type: "button", class: "primary", onclick: () => next(part) }, last ? words.finish : words.next))] : []),
    ];
  }

  /* What stands around the questions. */
  function chrome(part) {
    if (parts.length > 1) {
      const answered = foods.filter(({ id }) => id in book.foods).length;
      const asked = answered + parts.flatMap(unanswered).length;
      say(find(".progress"), fill(words.progress, {
        part: parts.indexOf(part) + 1, parts: parts.length, answered, foods: asked,
      }));
      find(".track i").style.width = `${(100 * answered) / asked}%`;
    }
    say(find(".net"), book.refused ? words.refused : book.late ? words.late : "");
    const never = find(".never");
    if (never) {
      const left = unanswered(part).length;
      if (left || undo?.some((id) => book.foods[id]?.[0] !== "never")) undo = null;
      const begun = part.foods.some(({ id }) => id in book.foods);
      say(never, undo ? words.undo : begun ? words.never_for_the_rest : words.none_of_these);
      never.hidden = !left && !undo;
      if (!left) find(".skipped").replaceChildren();
    }
  }

  /* ---- pointer, keys, life ---- */

  let pressing = false;
  const listen = new AbortController();
  const on = (target, type, listener, options) =>
    target.addEventListener(type, listener, { signal: listen.signal, ...options });
  on(root, "pointerdown", () => { pressing = true; }, { capture: true });
  for (const type of ["pointerup", "pointercancel"])
    on(window, type, () => setTimeout(() => { pressing = false; }), { capture: true });
  /* What the first press of a double press has moved away must not be hit by the second. */
  on(root, "click", (event) => {
    if (event.detail < 2 || event.target.matches("input[type=text]")) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
  if (data.addresses) on(window, "popstate", onpopstate);

  parentElement.kdStop?.();  // data changed: Streamlit calls again and cleans up only in the end
  const stop = () => {
    listen.abort();
    book.readers.delete(draw);
  };
  parentElement.kdStop = stop;
  book.readers.add(draw);
  rewriteAmounts();
  book.bringBack(foods.map(({ id }) => id));
  if (data.addresses && first) onpopstate();
  draw();
  parentElement.kdEnd = () => {
    parentElement.kdAsked = null;
    parentElement.kdStop();
    book.flush();
  };
  return parentElement.kdEnd;
}
