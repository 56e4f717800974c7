/* pages: the last piece of each page's address, and its name; "" is the address of the app itself. */
export default function ({ data: [data], parentElement }) {
  const { pages, version, words } = data;
  const book = theBook(version);
  parentElement.querySelector(".updated")?.remove();
  if (book.version === version) {
    book.pages = pages;
    return;
  }
  const box = document.createElement("div");
  box.className = "updated";
  box.setAttribute("role", "status");
  box.setAttribute("popover", "manual");  // above all, also above what Streamlit draws here
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = words.load_again;
  again.addEventListener("click", () => location.reload());
  box.append(words.updated, again);
  parentElement.append(box);
  box.showPopover?.();
}
