/* Typed numbers, read by the rules of ui/questionnaire/amounts.py, whose docstring has them: all
   numbers that a text can mean, none where it is no number, two where it is unclear. */
const UG_PER_IU_D = 0.025;
const DAYS = { day: 1, week: 7 };

const plainSigns = (text) => text
  .replace(/[０-９．，]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
  .replace(/’/g, "'")
  .replace(/[\u3000\u00a0\u202f\u2009]/g, " ")
  .trim();

function isGrouped(text, sign) {
  const [first, ...rest] = text.split(sign);
  return /^[1-9]\d{0,2}$/.test(first) && rest.length > 0 && rest.every((part) => /^\d{3}$/.test(part));
}

function readings(typed, group) {
  const text = plainSigns(typed);
  if (!/^[0-9., ']*[0-9][0-9., ']*$/.test(text)) return [];
  const signs = [...new Set(text.replace(/\d/g, ""))];
  if (signs.length === 0) return [Number(text)];
  if (signs.length === 1) {
    const [sign] = signs;
    const thousands = isGrouped(text, sign) ? [Number(text.replaceAll(sign, ""))] : [];
    if (!".,".includes(sign) || text.split(sign).length > 2) return thousands;
    if (thousands.length && sign === group) return thousands;
    return [...thousands, Number(text.replace(sign, "."))];
  }
  const thousands = signs[0], decimal = signs.at(-1);
  const at = text.indexOf(decimal);
  const whole = text.slice(0, at), part = text.slice(at + 1);
  if (signs.length > 2 || !".,".includes(decimal) || !isGrouped(whole, thousands)) return [];
  return /^\d+$/.test(part) ? [Number(`${whole.replaceAll(thousands, "")}.${part}`)] : [];
}

const ugPerDay = (number, unit, period) => (number * (unit === "iu" ? UG_PER_IU_D : 1)) / DAYS[period];

/* A number as the language writes it; signs: its decimal sign and its sign between thousands. */
function written(number, [decimal, group], digits = 10) {
  return new Intl.NumberFormat("en", { maximumSignificantDigits: digits }).format(number)
    .replace(/[.,]/g, (sign) => (sign === "." ? decimal : group));
}

/* The same without signs between thousands, so that it can be read in one way alone. */
function typedAs(number, [decimal, group]) {
  const text = String(number).replace(".", decimal);
  return readings(text, group).length > 1 ? `${text}0` : text;
}
