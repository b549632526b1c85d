import { createReadStream } from "node:fs";
import { verifySealed } from "../../../main/manifest/sealed/verify-sealed.ts";
import { answer, given, memoryMiB } from "../run-apart.ts";
import type { Verified, VerifyTask } from "./export-times.ts";

/** Whoever checks a sealed manifest, and nothing else in the process. One signature more or less makes no difference. */
const { file } = await given<VerifyTask>();
const begunMs = performance.now();
const judge = () => ({ signature: true, chain: null });
const { count, findings } = await verifySealed(() => createReadStream(file), judge);
const said: Verified = { ms: performance.now() - begunMs, peakMiB: memoryMiB().most, count, findings: findings.length };
answer(said);
