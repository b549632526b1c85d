import type { z } from "zod";
import type { Emitter } from "../base/async/emitter.ts";
import type { EnrollmentQueue } from "../enrollment/enrollment-queue.ts";
import type { ManifestSigner } from "../manifest/manifest-signing.ts";
import type { TrustStore } from "../pki/trust/trust-store.ts";
import type { DueSample } from "../records/close-lot.ts";
import type { ReportTypeface } from "../report/pdf-report.ts";
import type { ShiftPlan } from "../records/insights/shift-calendar.ts";
import type { Records } from "../records/records.ts";
import type { LoadedRecipe } from "../workflow/recipe/parse-recipe.ts";
import type { Slots } from "../workflow/slots/slots.ts";
import type { LabelDesk } from "./label-desk.ts";
import type {
  AuthorityOrders,
  AuthorityView,
  BackupMade,
  BoundSlot,
  ConflictSolution,
  DryRunEvent,
  connectionChangeSchema,
  Connections,
  EnrollmentAct,
  EnrollmentChange,
  FixtureSize,
  FixtureView,
  Guide,
  LeftOpenCertificate,
  ManifestCompareEvent,
  ManifestReport,
  NewAuthority,
  newConnectionSchema,
  OpenRecipe,
  OperatorView,
  OwnSigner,
  ParkedEntry,
  PortView,
  PracticeCall,
  PracticeFault,
  PracticeHubDevice,
  Problem,
  RecipeCheck,
  RecipeField,
  ReconcileStatus,
  RecordsReport,
  ReturnedVerdict,
  RevocationReason,
  RevokedCertificate,
  Right,
  Role,
  SavedFile,
  SerialScanner,
  ServiceCheck,
  ServiceConflict,
  ServiceOverview,
  Session,
  ShelvedRecipe,
  SignIn,
  SlotPlace,
  StationEvent,
  StationInfo,
  StationSettingsChange,
  StationSettingsView,
  Trouble,
  VerifyEvent,
} from "./contract/index.ts";

/** The lots of a line and which of them it builds now. */
export interface LotDesk {
  readonly recipes: ReadonlyMap<string, LoadedRecipe>;
  current(): string | undefined;
  /** Of the lot the line builds now. */
  recipe(): LoadedRecipe | undefined;
  open(lot: string, recipe: string, quantity: number | null): Promise<void>;
  /** Throws `slot.busy` while a unit is running. */
  use(lot: string): Promise<void>;
  /** Throws `slot.busy` while a unit of it is running, `lot.open-quarantine`, `lot.samples-due`, `records.not-found`. */
  close(lot: string): Promise<void>;
  /** Units that have to be verified before it can be closed, the first 100. */
  samplesDue(lot: string): Promise<readonly DueSample[]>;
}

/** The hands of practice mode: what a person does at a real fixture. */
export interface PracticeDesk {
  plug(slotId: string, fault: PracticeFault): Promise<void>;
  unplug(slotId: string): void;
  /** Into a socket that no slot is bound to; resolves to its path. */
  plugIntoFreeSocket(fault: PracticeFault): Promise<string>;
  setServiceReachable(reachable: boolean): void;
  /** The last calls of the practice service, newest first. */
  calls(limit: number): readonly PracticeCall[];
  /** Who is at the practice hubs, the last seen first. */
  hubDevices(limit: number): readonly PracticeHubDevice[];
}

interface PageOf {
  readonly offset: number;
  readonly limit: number;
  readonly service?: string | undefined;
}

interface Wanted {
  readonly reason: string;
  /** Who wants it, as far as the screen knows. */
  readonly by?: string | undefined;
}

interface ReconcileOrder {
  readonly service: string;
  readonly neverRegisteredDays?: number | undefined;
}

/** The provisioning services, and what is between them and the records. Throws `enrollment.*`, `set-up.*`, `records.*`. */
export interface ServiceDesk {
  overview(): Promise<readonly ServiceOverview[]>;
  conflicts(page: PageOf): Promise<{ readonly conflicts: readonly ServiceConflict[]; readonly total: number }>;
  conflict(registrationId: string): Promise<ServiceConflict | null>;
  parked(page: PageOf): Promise<{ readonly parked: readonly ParkedEntry[]; readonly total: number }>;
  retryParked(order: Wanted & { readonly registrationIds?: readonly string[] | undefined }): Promise<number>;
  /** Resolves when it is settled, or after a while with a change that waits. */
  change(
    order: Wanted & {
      readonly registrationId: string;
      readonly act: EnrollmentAct | ConflictSolution;
      /** Of a renaming. */
      readonly newRegistrationId?: string | undefined;
    },
  ): Promise<EnrollmentChange>;
  changes(
    page: PageOf & { readonly registrationId?: string | undefined; readonly waiting: boolean },
  ): Promise<{ readonly changes: readonly EnrollmentChange[]; readonly total: number }>;
  check(name: string, canary: boolean, signal: AbortSignal): AsyncGenerator<ServiceCheck, void>;
  readonly reconcile: {
    start(order: ReconcileOrder): Promise<ReconcileStatus>;
    status(): ReconcileStatus;
    cancel(): Promise<ReconcileStatus>;
  };
}

/** The fixture as the process engineer sets it up. */
export interface SetUpDesk {
  slots(): Promise<readonly BoundSlot[]>;
  ports(): Promise<readonly PortView[]>;
  /** Throws `slot.teach-timeout`, `slot.teach-busy`, `slot.too-many`, `station.cancelled`, `set-up.*`. */
  teachSlot(name: string, signal: AbortSignal): Promise<BoundSlot>;
  /** Throws `slot.unknown`, `slot.busy`. */
  forgetSlot(id: string): Promise<void>;
  /** `port` is the path or the location of a port that is there. Throws `slot.unknown-port`. */
  allowPort(port: string, allowed: boolean): Promise<void>;
}

interface Secrets {
  readonly pin?: string | undefined;
  readonly badge?: string | undefined;
}

/** The fixture as people stand before it. Throws `slot.no-place`, `people.*`, `set-up.*`. */
export interface FixtureDesk {
  read(): FixtureView;
  arrange(
    order: {
      readonly size: FixtureSize;
      readonly places: readonly (SlotPlace & { readonly slotId: string })[];
    } | null,
  ): Promise<FixtureView>;
  setTakt(seconds: number | null): Promise<FixtureView>;
  setKeyboardScanner(affixes: FixtureView["keyboardScanner"]): Promise<FixtureView>;
  setSerialScanner(scanner: SerialScanner | null): Promise<FixtureView>;
  /** True for the first screen that asks. */
  takeScan(id: number): boolean;
  lock(): Promise<FixtureView>;
  unlock(who: SignIn): Promise<FixtureView>;
}

/** What somebody who calls must be allowed, and who signs it with him. */
export interface Admission {
  /** Null: anybody. */
  readonly right: Right | null;
  readonly needsSecond: boolean;
  readonly second?: SignIn | undefined;
}

/** Who works here and who is signed in. Throws `people.*`, `records.duplicate-operator`. */
export interface PeopleDesk {
  session(): Session;
  signIn(who: SignIn): Promise<Session>;
  /** Signs in whose badge it is; false, and nothing happens, for any other code. */
  signInByScan(code: string): Promise<boolean>;
  signOut(): Promise<Session>;
  stay(): Session;
  names(): Promise<readonly string[]>;
  /** Who it is, if he may; nobody is signed in by it. Throws `people.wrong-sign-in`, `people.locked-out`, `people.not-allowed`. */
  vouch(who: SignIn, right: Right): Promise<string>;
  /** Whether anybody who works here could. */
  canAnybody(right: Right): Promise<boolean>;
  list(): Promise<readonly OperatorView[]>;
  add(person: Secrets & { readonly name: string; readonly role: Role }): Promise<void>;
  change(person: Secrets & { readonly name: string; readonly role?: Role | undefined }): Promise<void>;
  deactivate(name: string): Promise<void>;
  /** Does the task if whoever is signed in may; what it writes into the audit trail is under his name and that of the second. */
  admit<Value>(admission: Admission, task: () => Promise<Value>): Promise<Value>;
}

/** What figures over time are made with. */
export interface FigureDesk {
  /** How the plant's day is cut. */
  readonly shifts: ShiftPlan;
  /** For reports on paper. Throws `set-up.folder`. */
  readonly typeface: () => Promise<ReportTypeface>;
}

/** The certificate authorities. Throws `recipe.no-authority`, `pki.*`. */
export interface AuthorityDesk {
  list(): Promise<readonly AuthorityView[]>;
  create(order: NewAuthority): Promise<void>;
  importKey(order: AuthorityOrders["importKey"]): Promise<void>;
  importChain(order: AuthorityOrders["importChain"]): Promise<void>;
  attach(order: AuthorityOrders["attach"]): Promise<void>;
  request(order: AuthorityOrders["request"]): Promise<SavedFile>;
  complete(order: AuthorityOrders["complete"]): Promise<void>;
  certify(order: AuthorityOrders["certify"]): Promise<SavedFile>;
  exportChain(order: AuthorityOrders["exportChain"]): Promise<SavedFile>;
  prove(order: AuthorityOrders["prove"]): Promise<SavedFile>;
  revocationList(
    order: AuthorityOrders["revocationList"],
  ): Promise<SavedFile & { readonly number: number; readonly count: number }>;
  leftOpen(): Promise<readonly LeftOpenCertificate[]>;
  unlock(name: string, pin: string): Promise<void>;
  revoke(order: {
    readonly authority: string;
    readonly serialNumber: string;
    readonly reason: RevocationReason;
    readonly note: string;
  }): Promise<RevokedCertificate>;
}

/** The connections to provisioning services. Throws `set-up.*`, `dps.connection-string`. */
export interface ConnectionDesk {
  list(): Promise<Connections>;
  add(connection: z.output<typeof newConnectionSchema>): Promise<void>;
  change(change: z.output<typeof connectionChangeSchema>): Promise<void>;
  remove(name: string): Promise<void>;
  signIn(
    name: string,
    signal: AbortSignal,
  ): AsyncGenerator<
    | { readonly type: "prompt"; readonly address: string; readonly code: string }
    | { readonly type: "signed-in"; readonly account: string },
    void
  >;
}

/** The station's own settings, and its way to the first real unit. Throws `set-up.*`. */
export interface SettingsDesk {
  read(): Promise<StationSettingsView>;
  change(change: StationSettingsChange): Promise<void>;
  guide(): Promise<Guide>;
  /** Whether nobody has set anything up, and nothing was built. */
  isFresh(): Promise<boolean>;
  readonly language: string | null;
  /** Whether the shell starts the station again by itself. Throws `api.not-practice`, `slot.busy`. */
  becomeReal(station: string): Promise<boolean>;
}

/** QA's recipe on a unit in a slot. Throws `slot.*`, `unit.*`, `link.*`. */
export interface VerifyDesk {
  verify(
    order: { readonly slotId: string; readonly serialNumber?: string | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<VerifyEvent, void>;
}

/** The station's own health. */
export interface UpkeepDesk {
  /** What stops the line first. */
  troubles(): readonly Trouble[];
  /** Throws `backup.*`, `records.*`, `station.cancelled`. */
  backup(signal: AbortSignal): Promise<BackupMade>;
  checkRecords(): Promise<RecordsReport>;
}

/** Manifests handed over piece by piece. Throws `manifest.no-upload`, `manifest.too-large`, `manifest.too-many`. */
export interface ManifestDesk {
  /** Resolves to the name of the upload. */
  begin(size: number): Promise<string>;
  /** Standard Base64; resolves to the bytes received so far. */
  append(upload: string, chunk: string): Promise<number>;
  /** Against its seal and, where it is not empty, the certificates (PEM) in `trust`. */
  verify(upload: string, trust: string): Promise<ManifestReport>;
  /** Names of the services it can be compared with. */
  services(): readonly string[];
  /** Against the records and the service, if one is named. Throws `manifest.malformed`, `records.*`, `set-up.unknown-service`, `dps.*`, `station.cancelled`. */
  compare(upload: string, service: string | null, signal: AbortSignal): AsyncGenerator<ManifestCompareEvent, void>;
  cancel(upload: string): Promise<number>;
}

/** Keys that sign manifests, and whose signatures are believed besides. Throws `pki.*`, `recipe.no-authority`. */
export interface SignerDesk {
  readonly trusted: TrustStore;
  /** The newest first. */
  own(): Promise<readonly OwnSigner[]>;
  make(authority: string): Promise<{ readonly subject: string; readonly fingerprint: string }>;
}

/** Recipes as they are made and changed. Throws `recipe.*`, `set-up.*`, `records.*`. */
export interface RecipeDesk {
  list(): Promise<readonly ShelvedRecipe[]>;
  fields(): Promise<readonly RecipeField[]>;
  samples(): Promise<readonly { readonly name: string; readonly about: string; readonly source: string }[]>;
  read(name: string): Promise<OpenRecipe>;
  check(source: string): RecipeCheck;
  dryRun(source: string, serialNumber: string | undefined, signal: AbortSignal): AsyncGenerator<DryRunEvent, void>;
  save(source: string, replaces: { readonly name: string; readonly revision: string } | null): Promise<OpenRecipe>;
  remove(name: string): Promise<void>;
}

/** Requests whose certificates are signed elsewhere. Throws `pki.*`, `records.*`. */
export interface RequestDesk {
  /** A page of what waits of a lot, after the request of that id. */
  export(
    lot: string,
    after: number,
  ): Promise<{
    readonly count: number;
    readonly pem: string;
    readonly index: string;
    readonly extensions: string;
    readonly next: number | null;
  }>;
  import(file: Uint8Array): Promise<readonly ReturnedVerdict[]>;
}

/** All that the handlers may reach of a running station. */
export interface Desk {
  readonly info: StationInfo;
  readonly slots: Slots;
  readonly records: Records;
  readonly queue: EnrollmentQueue;
  readonly lots: LotDesk;
  readonly practice: PracticeDesk | undefined;
  readonly setUp: SetUpDesk;
  readonly fixture: FixtureDesk;
  readonly labels: LabelDesk;
  readonly people: PeopleDesk;
  readonly service: ServiceDesk;
  readonly verifications: VerifyDesk;
  readonly manifests: ManifestDesk;
  readonly upkeep: UpkeepDesk;
  readonly authorities: AuthorityDesk;
  readonly connections: ConnectionDesk;
  readonly settings: SettingsDesk;
  readonly recipes: RecipeDesk;
  readonly requests: RequestDesk;
  readonly trust: TrustStore;
  readonly signers: SignerDesk;
  readonly figures: FigureDesk;
  readonly events: Emitter<StationEvent>;
  /** Aborts when the station begins to close: no subscription outlives it. */
  readonly closing: AbortSignal;
  /** What concerns the whole station now; null when nothing does. */
  trouble(): Problem | null;
  /** Typical time of a unit of the current lot, as seen so far. */
  expectedMs(): number | null;
  /** The key that signs manifests. Throws `manifest.no-signer`, `pki.*`. */
  signer(): Promise<ManifestSigner>;
  /** Asks the service for the registration state of one unit and keeps the answer. Throws `dps.*`. */
  refreshRegistration(registrationId: string): Promise<void>;
}
