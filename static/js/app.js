/*! Holds htmx and idiomorph (Zero-Clause BSD). https://htmx.org */
// On every page. Custom elements register themselves, so the order is free; htmx's settings come first.
import "./page.js";
import "./toast.js";
import "./problem.js";
import "./dialog.js";
import "./menu.js";
import "./hotkeys.js";
import "./theme.js";
import "./manners.js";
import "./loud.js";
import "./outline.js";
import "./palette.js";
import "./composer.js";
import "./anchor.js";
import "./people.js";
import "./read.js";
