import type {
  AuthorityView,
  Connection,
  Connections,
  Guide,
  NewAuthority,
  SavedFile,
  StationSettingsChange,
  StationSettingsView,
} from "../../../main/api/contract/index.ts";

/** A station's settings, connections and authorities in memory: for trying screens. Nothing of it is kept or proven. */
export class FakeHouse {
  authorities: AuthorityView[] = [fakeAuthority("line-ca"), { ...fakeAuthority("hsm-ca"), ...inToken, locked: true }];
  connections: Connection[] = [fakeConnection("practice-dps")];
  settings: StationSettingsView = {
    station: "Line 2",
    language: null,
    shiftStart: "06:00",
    shiftHours: 8,
    lockAfterMinutes: 10,
    lowDiskMegabytes: 500,
    backupEveryDays: 7,
    timedBackup: null,
    backupsKept: 14,
    nextBackupAt: null,
    backupFolder: null,
    backupsIn: "/var/lib/touchmark/backups",
    lastBackupAt: null,
    backupDueAt: "2026-11-20T08:00:00.000Z",
  };
  /** Secrets that came in; none goes out. */
  readonly secrets: string[] = [];

  guide(mode: "practice" | "real"): Guide {
    const own = this.connections.filter(({ lent }) => !lent).length;
    return {
      mode,
      dataFolder: "/var/lib/touchmark",
      isReal: mode === "real",
      stones: [
        { stone: "practise", done: true, count: 1, lent: 0 },
        { stone: "recipe", done: false, count: 0, lent: 2 },
        { stone: "slots", done: false, count: 0, lent: 4 },
        { stone: "service", done: own > 0, count: own, lent: 1 },
        { stone: "authority", done: true, count: this.authorities.length, lent: 0 },
        { stone: "operators", done: false, count: 0, lent: 0 },
      ],
    };
  }

  change({ language, backupFolder, timedBackup, ...change }: StationSettingsChange): StationSettingsView {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.settings = {
      ...this.settings,
      ...given,
      ...(language === undefined ? {} : { language }),
      ...(backupFolder === undefined ? {} : { backupFolder }),
      ...(timedBackup === undefined ? {} : { timedBackup }),
    };
    return this.settings;
  }

  list(): Connections {
    return { connections: this.connections, proxy: "http://proxy.plant:3128" };
  }

  add(connection: Partial<Connection> & { readonly name: string }, secret: string): Connections {
    this.secrets.push(secret);
    this.connections = [...this.connections, { ...fakeConnection(connection.name), ...connection, lent: false }];
    return this.list();
  }

  remove(name: string): Connections {
    this.connections = this.connections.filter((one) => one.name !== name);
    return this.list();
  }

  create({ name, kind }: Pick<NewAuthority, "name" | "kind">): AuthorityView[] {
    this.authorities = [...this.authorities, { ...fakeAuthority(name), pilot: kind === "pilot" }];
    return this.authorities;
  }

  unlock(name: string): AuthorityView[] {
    this.authorities = this.authorities.map((one) => (one.name === name ? { ...one, locked: false } : one));
    return this.authorities;
  }
}

export const fakeFile = (fileName: string): SavedFile => ({ fileName, mediaType: "text/plain", base64: "" });

const inToken = {
  custody: "token",
  token: { module: "/usr/lib/softhsm/libsofthsm2.so", token: "line", key: "ca" },
} as const;

const fakeConnection = (name: string): Connection => ({
  name,
  url: "https://plant.azure-devices-provisioning.net",
  idScope: "0ne00ABCDEF",
  apiVersion: "2021-10-01",
  extraCertificates: 0,
  operationsPerMinute: 600,
  entra: null,
  lent: name === "practice-dps",
});

function fakeAuthority(name: string): AuthorityView {
  const subject = `CN=${name}`;
  return {
    name,
    pilot: false,
    custody: "file",
    locked: false,
    token: null,
    subject,
    notAfter: "2036-11-20T08:00:00.000Z",
    chain: [subject, "CN=Contoso Root CA"].map((one, index) => ({
      subject: one,
      serialNumber: `4a0${index}`,
      notBefore: "2026-11-20T08:00:00.000Z",
      notAfter: "2036-11-20T08:00:00.000Z",
      sha256: `${index}0`.repeat(32),
    })),
    warnings: name === "hsm-ca" ? [{ warning: "ends-soon", subject, days: 25 }] : [],
  };
}
