// The theme's language tabs are links without an address: let the keyboard reach and open them, too.
document.addEventListener("DOMContentLoaded", () => {
  for (const tab of document.querySelectorAll("[x-data*=activeFieldsetTab] nav a:not([href])")) {
    tab.tabIndex = 0;
    tab.setAttribute("role", "button");
    tab.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        tab.click();
      }
    });
  }
});
