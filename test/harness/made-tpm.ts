import { fromHex } from "../../main/base/bytes/bytes.ts";
import { VirtualTpm, type VirtualTpmOptions } from "../../main/practice/virtual-tpm/virtual-tpm.ts";

/** TPM2_NV_ReadPublic of the RSA endorsement certificate: the virtual TPM makes key and certificate when it is first asked. */
const askForCertificate = fromHex("80010000000e0000016901c00002");

/** A TPM as it comes from its maker, with its endorsement key and certificate made, however long this machine takes for it. */
export async function madeTpm(options: VirtualTpmOptions): Promise<VirtualTpm> {
  const tpm = new VirtualTpm(options);
  await tpm.transmit(askForCertificate);
  return tpm;
}
