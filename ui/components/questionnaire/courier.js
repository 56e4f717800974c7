export default function (component) {
  window.kdcheckRide = component;
  const book = window.kdcheckBook;
  if (book?.version === component.data[0].version) book.ride(component);
}
