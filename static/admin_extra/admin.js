// Small mends of the admin's theme. This file is loaded before the theme's own, so these come first.
document.addEventListener("DOMContentLoaded", () => {
  // All tabs stay in sight, in as many lines as they need (admin.css), instead of moving into a menu.
  document.getElementById("tabs-dropdown")?.removeAttribute("id");

  // The theme would look for its own box beside every file input; ours for many files has none and needs none.
  for (const input of document.querySelectorAll(".ls-many-files input[type=file]")) {
    input.hasChangeListener = true;
  }

  // The theme's language tabs are links without an address: let the keyboard reach and open them, too.
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
