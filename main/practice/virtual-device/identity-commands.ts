import type { z } from "zod";
import type { Registration } from "../../device/device-session.ts";
import { chainReadCommand, chainWriteCommand } from "../../device/smp/identity-group/certificate-chain.ts";
import { requestReadCommand, requestWriteCommand } from "../../device/smp/identity-group/certificate-request.ts";
import { describeCommand } from "../../device/smp/identity-group/describe.ts";
import { identityGroupVersion, identityLimits } from "../../device/smp/identity-group/identity-group.ts";
import { keyReadCommand, keyWriteCommand } from "../../device/smp/identity-group/key.ts";
import { lockCommand } from "../../device/smp/identity-group/lock.ts";
import { registrationReadCommand, registrationWriteCommand } from "../../device/smp/identity-group/registration.ts";
import { restartCommand } from "../../device/smp/identity-group/restart.ts";
import { signTransfer } from "../../device/smp/identity-group/sign.ts";
import { symmetricKeyProofCommand, symmetricKeyWriteCommand } from "../../device/smp/identity-group/symmetric-key.ts";
import { tpmTransfer } from "../../device/smp/identity-group/tpm.ts";
import type { SmpMap } from "../../device/smp/smp-map.ts";
import { ChainCommands } from "./chain-commands.ts";
import { answer, type DeviceAnswer, refusal } from "./device-answer.ts";
import type { Capability, DeviceCore } from "./device-core.ts";
import { KeyCommands } from "./key-commands.ts";
import { smpResult } from "./os-commands.ts";
import type { DeviceRequest } from "./request-reader.ts";
import { SymmetricKeyCommands } from "./symmetric-key-commands.ts";
import { TransferCommand } from "./transfer-command.ts";

type Handler = (fields: SmpMap) => Promise<DeviceAnswer> | DeviceAnswer;

interface Place {
  readonly command: number;
  readonly operation: "read" | "write";
}

const handlerKey = ({ command, operation }: Place): string => `${operation} ${command}`;

/** The identity group of one virtual device, from power-up to power-down: transfers begun are lost with it. */
export class IdentityCommands {
  readonly #core: DeviceCore;
  readonly #handlers = new Map<string, Handler>();

  constructor(core: DeviceCore) {
    this.#core = core;
    this.#add(describeCommand, undefined, () => this.#describe());
    this.#addTpm();
    this.#addKeys();
    const chain = new ChainCommands(core);
    this.#add(chainWriteCommand, "certificates", (chunk) => chain.write(chunk));
    this.#add(chainReadCommand, "certificates", ({ off }) => chain.read(off));
    const symmetricKey = new SymmetricKeyCommands(core);
    this.#add(symmetricKeyWriteCommand, "symmetric-key", ({ key }) => symmetricKey.write(key));
    this.#add(symmetricKeyProofCommand, "symmetric-key", ({ message }) => symmetricKey.prove(message));
    this.#add(registrationWriteCommand, "registration", (registration) => this.#writeRegistration(registration));
    this.#add(registrationReadCommand, "registration", () => answer({ ...core.state.registration }));
    this.#add(lockCommand, "lock", () => this.#lock());
    this.#add(restartCommand, "restart", () => answer());
  }

  async answer(request: DeviceRequest, fields: SmpMap): Promise<DeviceAnswer> {
    const operation = request.operation === 0 ? "read" : "write";
    const handler = this.#handlers.get(handlerKey({ command: request.command, operation }));
    return handler === undefined ? { smpCode: smpResult.notSupported } : await handler(fields);
  }

  #add<Fields>(
    command: Place & { readonly request: z.ZodType<Fields> },
    capability: Capability | undefined,
    handle: (fields: Fields) => Promise<DeviceAnswer> | DeviceAnswer,
  ): void {
    const isThere = capability === undefined || this.#core.parts.capabilities.includes(capability);
    this.#handlers.set(handlerKey(command), (fields) => {
      if (!isThere) return refusal("notSupported");
      const request = command.request.safeParse(fields);
      return request.success ? handle(request.data) : refusal("badRequest");
    });
  }

  #addTpm(): void {
    const { tpm } = this.#core.parts;
    const transfer = new TransferCommand(this.#core, {
      maximumIn: identityLimits.tpmBuffer,
      work: (command) => tpm?.transmit(command) ?? Promise.reject(new Error("no TPM")),
      onFailure: refusal("tpmFailure"),
    });
    this.#add(tpmTransfer.write, "tpm", (chunk) => transfer.write(chunk));
    this.#add(tpmTransfer.read, "tpm", (rest) => transfer.read(rest));
  }

  #addKeys(): void {
    const keys = new KeyCommands(this.#core);
    this.#add(keyWriteCommand, "keys", ({ algorithm }) => keys.generate(algorithm));
    this.#add(keyReadCommand, "keys", (rest) => keys.read(rest));
    this.#add(requestWriteCommand, "keys", ({ id, commonName }) => keys.request(id, commonName));
    this.#add(requestReadCommand, "keys", (rest) => keys.readRequest(rest));
    this.#add(signTransfer.write, "keys", (chunk) => keys.sign.write(chunk));
    this.#add(signTransfer.read, "keys", (rest) => keys.sign.read(rest));
  }

  #describe(): DeviceAnswer {
    const { model, serialNumber, capabilities } = this.#core.parts;
    return answer({
      version: identityGroupVersion,
      capabilities,
      locked: this.#core.state.locked,
      practice: true,
      model,
      ...(serialNumber !== undefined && { serialNumber }),
      firmware: "practice 1.0.0",
    });
  }

  #writeRegistration(registration: Registration): DeviceAnswer {
    const { state } = this.#core;
    if (JSON.stringify(state.registration) === JSON.stringify(registration)) return answer();
    if (state.locked) return refusal("locked");
    this.#core.update({ registration });
    return answer();
  }

  #lock(): DeviceAnswer {
    if (!this.#core.state.locked) this.#core.update({ locked: true });
    return answer();
  }
}
