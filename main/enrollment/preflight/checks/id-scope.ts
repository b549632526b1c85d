import { failed, type PreflightCheck, unknown } from "../preflight-check.ts";

const possible = /^[0-9A-Za-z]{4,64}$/;
const usual = /^0ne[0-9A-F]{8}$/i;

/** The ID scope has the form of one. Whether it is this service's only a device can find out: the service API does not tell it. */
export const idScopeCheck: PreflightCheck = {
  id: "id-scope",
  run({ target: { idScope } }) {
    if (!possible.test(idScope)) return failed(`"${idScope}" cannot be an ID scope (such as 0ne00ABC123)`, "engineer");
    const form = usual.test(idScope) ? "has the usual form" : "has not the usual form (0ne and eight digits)";
    return unknown(
      `${idScope} ${form}; the service API does not tell its own, compare it with the service's overview page`,
    );
  },
};
