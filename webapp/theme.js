/* Sets the chosen colour scheme before the first paint; without a choice the system decides. */
(() => {
  try {
    const theme = localStorage.getItem('simpul.theme');
    if (theme) document.documentElement.dataset.theme = theme;
  } catch { /* storage is refused: the system decides */ }
})();
