/** Stylesheets of the scene, fetched when it is entered. */

/**
 * @param {string[]} names in static/css, without their ending
 * @returns {Promise<void>} when all of them are there
 */
export async function loadStyles(names) {
  await Promise.all(
    names.map((name) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `/static/css/${name}.css`;
      const there = new Promise((resolve, reject) => {
        link.addEventListener("load", resolve);
        link.addEventListener("error", reject);
      });
      document.head.append(link);
      return there;
    }),
  );
}
