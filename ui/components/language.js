export default function ({ data }) {
  document.documentElement.lang = data.tag;
  if (data.chosen)
    document.cookie = `${data.cookie}=${data.language}; path=/; max-age=31536000; SameSite=Lax`;
}
