/**
 * The page's entry: draws the report that was put into the page.
 */
import { render } from "preact";
import type { PageData } from "../src/report/formats/html.js";
import { Page } from "./page.js";

const data = JSON.parse(document.querySelector("#data")?.textContent ?? "") as PageData;
const place = document.querySelector("#page");
if (place !== null) {
  place.replaceChildren();
  render(<Page {...data} />, place);
}
