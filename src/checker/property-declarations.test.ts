import { expect, test } from "vitest";
import { programOfText } from "../testing/program-of-text.js";
import { declarationsOfProperty } from "./property-declarations.js";

const TEXT = `interface Account { id: string; phone: string }
interface Company { id: string }
class Base { id = "" }
class Derived extends Base implements Company { override id = "2" }
declare const account: Account;
declare const part: Pick<Account, "phone">;
declare const either: Account | Company;
declare const anything: any;
account.phone; part.phone; either.id; anything.phone; account["id"];
const { phone } = account;
const made: Company = { id: "1" };
`;

test.each([
  ["account.phone", ["Account"]],
  ["part.phone", ["Account"]],
  ["either.id", ["Account", "Company"]],
  ["anything.phone", []],
  ['account["id"]', ["Account"]],
  ["phone", ["Account"]],
  ['id: "1"', ["literal", "Company"]],
  ['override id = "2"', ["Derived", "Base", "Company"]],
])("%s is declared in %o", (place, expected) => {
  const { checker, node } = programOfText({ "a.ts": TEXT });
  const at = place === "phone" ? node("a.ts", "{ phone }").getChildAt(1).getChildAt(0) : node("a.ts", place);
  const owners = declarationsOfProperty(checker, at).map(
    ({ parent }) => /^(?:interface|class) (\w+)/.exec(parent.getText())?.[1] ?? "literal",
  );
  expect(owners).toEqual(expected);
});
