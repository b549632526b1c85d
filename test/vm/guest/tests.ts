/** All that runs in the guest, in this order. */
import "./vendor-bulk.ts";
import "./cdc-acm.ts";
import "./ftdi.ts";
import "./tpm.ts";
