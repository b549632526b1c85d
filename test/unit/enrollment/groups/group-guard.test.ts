import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toBase64 } from "../../../../main/base/bytes/bytes.ts";
import { DpsError } from "../../../../main/dps/dps-error.ts";
import type { EnrollmentGroup } from "../../../../main/dps/schema/enrollment-group.ts";
import type { AttestationMechanism } from "../../../../main/dps/schema/individual-enrollment.ts";
import type { ExpectedGroup } from "../../../../main/enrollment/groups/compare-group.ts";
import { GroupGuard } from "../../../../main/enrollment/groups/group-guard.ts";
import type { GroupCheck } from "../../../../main/enrollment/groups/group-memory.ts";

const issuer = new Uint8Array(randomBytes(200));
const other = new Uint8Array(randomBytes(200));
const x509: ExpectedGroup = { type: "x509", issuerCertificates: [issuer, other] };
const good: EnrollmentGroup = {
  enrollmentGroupId: "line-1",
  attestation: { type: "x509", x509: { signingCertificates: { primary: { certificate: toBase64(issuer) } } } },
};
const keyGroup: EnrollmentGroup = {
  enrollmentGroupId: "line-1",
  attestation: { type: "symmetricKey", symmetricKey: {} },
};
const hour = 60 * 60 * 1000;
const never = new AbortController().signal;

const theirKey = new Uint8Array(64).fill(7);
const keysOf = (key: Uint8Array): AttestationMechanism => ({
  type: "symmetricKey",
  symmetricKey: { primaryKey: toBase64(new Uint8Array(64)), secondaryKey: toBase64(key) },
});

function guardOver(
  answer: () => EnrollmentGroup | undefined | Promise<EnrollmentGroup | undefined>,
  mechanism: () => AttestationMechanism = () => keysOf(theirKey),
) {
  let now = Date.parse("2026-01-01T06:00:00Z");
  let calls = 0;
  const kept: { checks: readonly GroupCheck[] } = { checks: [] };
  const service = {
    getEnrollmentGroup: async () => {
      calls += 1;
      return answer();
    },
    getGroupAttestationMechanism: async () => mechanism(),
  };
  const make = (): GroupGuard =>
    new GroupGuard({
      serviceFor: (name) => (name === "plant" ? service : undefined),
      memory: {
        read: async () => kept.checks,
        write: async (checks) => {
          kept.checks = checks;
        },
      },
      attemptMs: 50,
      clock: { now: () => new Date(now), monotonicMs: () => now },
    });
  return {
    make,
    pass: (ms: number) => {
      now += ms;
    },
    calls: () => calls,
    kept,
  };
}

const unreachable = (): never => {
  throw new DpsError("unreachable", "no way there");
};

describe("the guard of a group", () => {
  it("asks once a shift, also over a restart, and again in the next", async () => {
    const world = guardOver(() => good);
    const guard = world.make();
    await guard.check("plant", "line-1", x509, never);
    world.pass(7 * hour);
    await guard.check("plant", "LINE-1", x509, never);
    await world.make().check("plant", "line-1", x509, never);
    expect(world.calls()).toBe(1);
    world.pass(hour);
    await guard.check("plant", "line-1", x509, never);
    expect(world.calls()).toBe(2);
  });

  it("takes a group whose hubs are among those wanted, and asks again for others", async () => {
    const world = guardOver(() => ({ ...good, iotHubs: ["West.test"] }));
    const guard = world.make();
    const hubs = ["west.test", "east.test"];
    await guard.check("plant", "line-1", { ...x509, hubs }, never);
    await guard.check("plant", "line-1", { ...x509, hubs }, never);
    expect(world.calls()).toBe(1);
    await expect(guard.check("plant", "line-1", { ...x509, hubs: ["east.test"] }, never)).rejects.toMatchObject({
      code: "enrollment.group-changed",
      detail: expect.stringContaining("West.test"),
    });
    await guard.check("plant", "line-1", x509, never);
    expect(world.calls()).toBe(3);
  });

  it("shares one call among slots that ask together", async () => {
    const gate = Promise.withResolvers<EnrollmentGroup>();
    const world = guardOver(() => gate.promise);
    const guard = world.make();
    const checks = Array.from({ length: 8 }, () => guard.check("plant", "line-1", x509, never));
    gate.resolve(good);
    await Promise.all(checks);
    expect(world.calls()).toBe(1);
  });

  it.each([
    ["missing", undefined, x509],
    ["disabled", { ...good, provisioningStatus: "disabled" as const }, x509],
    ["changed", good, { type: "x509" as const, issuerCertificates: [other] }],
    ["changed", good, { type: "symmetric-key" as const }],
    ["changed", keyGroup, x509],
    ["changed", good, { ...x509, hubs: ["west.test"] }],
    ["changed", { ...good, iotHubs: ["west.test", "east.test"] }, { ...x509, hubs: ["west.test"] }],
    ["changed", { ...keyGroup, iotHubHostName: "east.test" }, { type: "symmetric-key" as const, hubs: ["west.test"] }],
    ["changed", good, { type: "ca-reference" as const, name: "plant-root" }],
  ])("stops the line for a group that is %s", async (reason, found, expected) => {
    const world = guardOver(() => found);
    const guard = world.make();
    const code = `enrollment.group-${reason}`;
    await expect(guard.check("plant", "line-1", expected, never)).rejects.toMatchObject({ code });
    await expect(guard.check("plant", "line-1", expected, never)).rejects.toMatchObject({ code });
    expect(world.calls()).toBe(2);
    expect(world.kept.checks).toEqual([]);
  });

  it("takes a group of symmetric keys, and one that names its CA", async () => {
    await guardOver(() => keyGroup)
      .make()
      .check("plant", "line-1", { type: "symmetric-key" }, never);
    const named: EnrollmentGroup = {
      enrollmentGroupId: "line-1",
      attestation: { type: "x509", x509: { caReferences: { primary: "plant-root" } } },
    };
    await guardOver(() => named)
      .make()
      .check("plant", "line-1", x509, never);
  });

  it("stops the line when the service has another master key, as far as the station may see it", async () => {
    const expected = (masterKey: Uint8Array) => ({ type: "symmetric-key", masterKey }) as const;
    const guard = guardOver(() => keyGroup).make();
    await guard.check("plant", "line-1", expected(theirKey), never);
    const other = guard.check("plant", "line-1", expected(new Uint8Array(64).fill(8)), never);
    await expect(other).rejects.toMatchObject({ code: "enrollment.group-changed" });
    const blind = guardOver(
      () => keyGroup,
      () => {
        throw new DpsError("unauthorized", "not these");
      },
    );
    await blind.make().check("plant", "line-1", expected(new Uint8Array(64).fill(8)), never);
    expect(JSON.stringify(blind.kept)).not.toContain(toBase64(new Uint8Array(64).fill(8)));
  });

  it("lets the line run on a check of this shift while the service is away, and not longer", async () => {
    let answer: () => EnrollmentGroup = () => good;
    const world = guardOver(() => answer());
    const guard = world.make();
    await guard.check("plant", "line-1", x509, never);
    answer = unreachable;
    world.pass(hour);
    await guard.check("plant", "line-1", x509, never);
    const notChecked = { code: "enrollment.group-not-checked", detail: expect.stringContaining("dps.unreachable") };
    await expect(guard.check("plant", "line-2", x509, never)).rejects.toMatchObject(notChecked);
    world.pass(7 * hour);
    await expect(guard.check("plant", "line-1", x509, never)).rejects.toMatchObject(notChecked);
    answer = () => good;
    await guard.check("plant", "line-1", x509, never);
  });

  it("keeps the service's own refusal, which the network cannot mend", async () => {
    const world = guardOver(() => {
      throw new DpsError("unauthorized", "token refused");
    });
    const refused = world.make().check("plant", "line-1", x509, never);
    await expect(refused).rejects.toMatchObject({ code: "dps.unauthorized" });
  });

  it("ends at its limit and at an abort, and knows no service that is not set up", async () => {
    const world = guardOver(() => new Promise(() => undefined));
    const guard = world.make();
    const code = "enrollment.group-not-checked";
    await expect(guard.check("plant", "line-1", x509, never)).rejects.toMatchObject({ code });
    const waiting = guard.check("plant", "line-1", x509, AbortSignal.abort());
    await expect(waiting).rejects.toMatchObject({ code: "station.cancelled" });
    await expect(guard.check("nobody", "line-1", x509, never)).rejects.toMatchObject({ code: "enrollment.no-service" });
  });

  it("does not need its memory", async () => {
    const broken = { read: () => Promise.reject(new Error("gone")), write: () => Promise.reject(new Error("full")) };
    const readable = { getEnrollmentGroup: async () => good, getGroupAttestationMechanism: async () => undefined };
    const guard = new GroupGuard({ serviceFor: () => readable, memory: broken });
    await guard.check("plant", "line-1", x509, never);
    await guard.check("plant", "line-1", x509, never);
  });
});
