/** One real part the tests judge by: how to see that it is there, and the Debian package that brings it. */
export interface Part {
  readonly name: string;
  readonly commands: readonly string[];
  readonly packages: readonly string[];
  /** A file that must be there besides the commands, as one of several places. */
  readonly files?: readonly string[];
}

export const parts: readonly Part[] = [
  { name: "OpenSSL", commands: ["openssl"], packages: ["openssl"] },
  { name: "Python", commands: ["python3"], packages: ["python3"] },
  { name: "socat", commands: ["socat"], packages: ["socat"] },
  { name: "BusyBox", commands: ["busybox"], packages: ["busybox"] },
  { name: "swtpm", commands: ["swtpm", "swtpm_setup", "swtpm_localca"], packages: ["swtpm", "swtpm-tools"] },
  {
    name: "tpm2-tools",
    commands: ["tpm2_readpublic"],
    packages: ["tpm2-tools", "libtss2-tcti-swtpm0", "libtss2-tcti-cmd0", "libtss2-tcti-device0"],
    files: ["/usr/lib/x86_64-linux-gnu/libtss2-tcti-cmd.so.0", "/usr/lib/aarch64-linux-gnu/libtss2-tcti-cmd.so.0"],
  },
  {
    name: "tpm2-openssl",
    commands: ["openssl"],
    packages: ["tpm2-openssl"],
    files: ["/usr/lib/x86_64-linux-gnu/ossl-modules/tpm2.so", "/usr/lib/aarch64-linux-gnu/ossl-modules/tpm2.so"],
  },
  { name: "QEMU", commands: ["qemu-system-x86_64"], packages: ["qemu-system-x86"] },
  { name: "USB/IP", commands: ["cpio"], packages: ["usbip", "cpio"], files: ["/usr/sbin/usbip"] },
  { name: "udev", commands: ["udevadm"], packages: ["udev"], files: ["/lib/systemd/systemd-udevd"] },
  {
    name: "SoftHSM",
    commands: ["softhsm2-util", "pkcs11-tool"],
    packages: ["softhsm2", "opensc"],
    files: ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"],
  },
  { name: "Poppler", commands: ["pdftotext", "pdffonts", "pdftoppm", "pdfinfo"], packages: ["poppler-utils"] },
  { name: "ZBar", commands: ["zbarimg"], packages: ["zbar-tools"] },
  { name: "libdmtx", commands: ["dmtxread"], packages: ["dmtx-utils"] },
  { name: "Chromium", commands: ["chromium"], packages: ["chromium"] },
];
