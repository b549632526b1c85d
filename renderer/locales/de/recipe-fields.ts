import type { EngineerTexts } from "../catalogue.ts";

/** Die Felder eines Rezepts nach ihrem Pfad. */
export const deRecipeFields: EngineerTexts["recipeFields"] = {
  recipe: { title: "Name", help: "Des Rezepts: Kleinbuchstaben, Ziffern und Bindestriche." },
  stage: {
    title: "Stufe",
    help: "production: Pilot-CAs werden abgelehnt. In jedem Rezept angeben, dessen Geräte das Werk verlassen.",
  },
  "product.model": {
    title: "Modell",
    help: "Das Modell, das das Gerät von sich nennen muss. Ein anderes ist das falsche Produkt im Platz.",
  },
  "product.serialNumber": {
    title: "Seriennummer",
    help: "Regulärer Ausdruck, dem die ganze Seriennummer entsprechen muss, etwa GW2[0-9]{8}.",
  },
  "link.driver": {
    title: "Treiber",
    help: "smp: Firmware mit MCUmgr, etwa Zephyr. console: eine Linux-Shell auf der seriellen Leitung.",
  },
  "link.kind": {
    title: "Leitung",
    help: "Woran das Gerät hängt. usb, die Bulk-Pipe, gibt es nur mit smp. Geöffnet wird der Anschluss des Platzes.",
  },
  "link.baudRate": { title: "Baudrate", help: "Bit je Sekunde auf der seriellen Leitung, immer 8N1." },
  "link.match.vendorId": {
    title: "USB-Hersteller",
    help: "Vier hexadezimale Ziffern. Geräte eines anderen Herstellers lässt der Platz in Ruhe.",
  },
  "link.match.productId": {
    title: "USB-Produkt",
    help: "Vier hexadezimale Ziffern. Ein anderes Produkt lässt der Platz in Ruhe.",
  },
  "console.login.user": {
    title: "Anmeldung",
    help: "Wer sich anmeldet, wenn das Gerät fragt. Ausgelassen: Eine Shell ist schon da.",
  },
  "console.login.passwordSecret": {
    title: "Anmeldepasswort",
    help: "Name des Geheimnisses (touchmark secret set), nie das Passwort selbst.",
  },
  "console.becomeRoot": {
    title: "Root werden",
    help: "Wenn der Benutzer es nicht schon ist: mit sudo, oder mit su und dem Root-Passwort.",
  },
  "console.sudoPasswordSecret": {
    title: "sudo-Passwort",
    help: "Name des Geheimnisses, nach dem sudo fragt. Ausgelassen: das der Anmeldung.",
  },
  "console.suPasswordSecret": { title: "Root-Passwort", help: "Name des Geheimnisses; su braucht es." },
  "console.tpm.device": {
    title: "TPM-Gerätedatei",
    help: "Gerätedatei mit Ressourcenverwaltung. Ausgelassen: /dev/tpmrm0.",
  },
  "console.tpm.tcti": { title: "TCTI", help: "Stattdessen über tpm2_send, etwa tabrmd." },
  "console.keyFolder": {
    title: "Schlüsselordner",
    help: "Ordner auf dem Gerät, in dem der Schlüssel entsteht oder geschrieben wird, nur für seinen Besitzer.",
  },
  "console.keyOwner": { title: "Besitzer des Schlüssels", help: "user oder user:group." },
  "console.certificateFile": {
    title: "Zertifikatsdatei",
    help: "PEM-Datei auf dem Gerät für die Kette, das Gerätezertifikat zuerst.",
  },
  "console.certificateOwner": { title: "Besitzer des Zertifikats", help: "user oder user:group." },
  "console.serialNumberFile": {
    title: "Datei mit Seriennummer",
    help: "Wo die Seriennummer steht. Ausgelassen: Device Tree, dann DMI.",
  },
  "console.modelFile": { title: "Datei mit Modell", help: "Wo das Modell steht. Ausgelassen: Device Tree, dann DMI." },
  "smp.framing": {
    title: "Rahmung",
    help: "console: zwischen den Zeilen einer Konsole. raw: Nachrichten, wie sie sind. Ausgelassen: raw auf USB-Bulk, sonst console.",
  },
  "smp.identity.model": {
    title: "Modell lesen aus",
    help: "Fertige Firmware: { file: /path }, { setting: key }, { info: i } oder { shell: [command], pattern: … }.",
  },
  "smp.identity.serialNumber": {
    title: "Seriennummer lesen aus",
    help: "Wie das Modell. Ausgelassen: Sie wird gescannt.",
  },
  "smp.identity.certificate": {
    title: "Kette schreiben nach",
    help: "{ file: /path } in PEM oder { setting: key } in DER; form: sagt es anders.",
  },
  "smp.identity.key": {
    title: "Privaten Schlüssel schreiben nach",
    help: "Ebenso, PKCS #8. Er geht über das Kabel.",
  },
  "attestation.type": {
    title: "Weist sich aus durch",
    help: "tpm: seinen Endorsement Key. x509: ein eigenes Zertifikat. symmetric-key: einen mit dem Dienst geteilten Schlüssel. -group: über eine Anmeldegruppe.",
  },
  "attestation.endorsementKey.certificate": {
    title: "EK-Zertifikat",
    help: "required: Ohne Zertifikat eines vertrauten TPM-Herstellers fällt das Gerät aus. optional: Das Urteil wird gespeichert. off: wird nicht angesehen.",
  },
  "attestation.endorsementKey.activation": {
    title: "Nachweis des Schlüssels",
    help: "required: Credential Activation weist nach, dass der Schlüssel in genau diesem TPM ist. off: Es wird geglaubt.",
  },
  "attestation.endorsementKey.persist": {
    title: "EK behalten",
    help: "Legt den nachgewiesenen Schlüssel nach 0x81010001, wenn dort nichts ist, damit Feldsoftware genau ihn findet. Braucht den Nachweis.",
  },
  "attestation.endorsementKey.trust": {
    title: "TPM-Hersteller",
    help: "SHA-256-Fingerabdrücke der Wurzeln, die für dieses Produkt gelten, oder deren erste 16 Ziffern. Ausgelassen: alle.",
  },
  "attestation.persistStorageRootKey": {
    title: "SRK behalten",
    help: "Legt den RSA-2048-Storage-Root-Key nach 0x81000001, wenn dort nichts ist.",
  },
  "attestation.tpm.ownerAuthSecret": {
    title: "Owner-Passwort",
    help: "Name des Geheimnisses mit dem Owner-Passwort des TPM (touchmark secret set), nie das Passwort selbst. Ausgelassen: leer.",
  },
  "attestation.tpm.endorsementAuthSecret": {
    title: "Endorsement-Passwort",
    help: "Name des Geheimnisses mit dem Endorsement-Passwort des TPM. Ausgelassen: leer.",
  },
  "attestation.key.algorithm": { title: "Schlüssel", help: "Art des Schlüssels, der für das Gerät entsteht." },
  "attestation.key.where": {
    title: "Entsteht in",
    help: "device oder tpm: Der Schlüssel verlässt es nie. station: für fertige Firmware, die nur einen annehmen kann; er geht über das Kabel.",
  },
  "attestation.key.handle": {
    title: "Schlüssel-Handle",
    help: "Persistentes Handle des Schlüssels im TPM, in Anführungszeichen. Ausgelassen: 0x81000101.",
  },
  "attestation.certificate.authority": {
    title: "Zertifizierungsstelle",
    help: "Name der Zertifizierungsstelle, die signiert, wie diese Station sie nennt.",
  },
  "attestation.certificate.validityDays": {
    title: "Gültig (Tage)",
    help: "1 bis 36500, nie über das Ende der Zertifizierungsstelle hinaus.",
  },
  "attestation.certificate.subject.O": {
    title: "Organisation",
    help: "O im Inhaber des Zertifikats. Der Common Name ist immer die Registrierungs-ID.",
  },
  "attestation.certificate.subject.OU": { title: "Organisationseinheit", help: "OU im Inhaber des Zertifikats." },
  "attestation.group": { title: "Gruppe", help: "ID der Anmeldegruppe beim Dienst." },
  "attestation.masterKeySecret": {
    title: "Gruppenschlüssel",
    help: "Name des Geheimnisses mit dem Base64-Schlüssel der Gruppe (touchmark secret set), nie der Schlüssel selbst.",
  },
  registrationId: {
    title: "Registrierungs-ID",
    help: "Vorlage: {serialNumber}, bei TPM auch {ek}, die eigene ID der Feldsoftware. Muss für jedes Gerät eine andere sein.",
  },
  "registration.endpoint": {
    title: "Endpunkt",
    help: "Host, bei dem sich das Gerät registriert, mit Port, wenn es nicht 443 ist. Wird ins Gerät geschrieben.",
  },
  "registration.idScope": {
    title: "ID-Bereich",
    help: "Des Registrierdienstes, etwa 0ne00000000. Wird ins Gerät geschrieben.",
  },
  "registration.write.as": {
    title: "Geschrieben als",
    help: "Woraus die Firmware ihre Registrierung liest: config.toml von IoT Edge, json, env, eine eigene Vorlage oder Zephyr-Settings.",
  },
  "registration.write.path": {
    title: "Datei",
    help: "Pfad auf dem Gerät. Was sonst darin steht, bleibt, außer bei einer Vorlage.",
  },
  "registration.write.mode": {
    title: "Dateirechte",
    help: "Oktalziffern in Anführungszeichen, 640. Ausgelassen: wie die Datei sie hat, sonst 600.",
  },
  "registration.write.owner": {
    title: "Besitzer der Datei",
    help: "user oder user:group. Ausgelassen: wie die Datei ihn hat.",
  },
  "registration.write.text": {
    title: "Vorlage",
    help: "Die ganze Datei, mit {registrationId} und bei Bedarf {endpoint} und {idScope}.",
  },
  "registration.write.keys.endpoint": {
    title: "Settings-Schlüssel: Endpunkt",
    help: "Ausgelassen: Die Firmware kennt ihn selbst.",
  },
  "registration.write.keys.idScope": {
    title: "Settings-Schlüssel: ID-Bereich",
    help: "Ausgelassen: Die Firmware kennt ihn selbst.",
  },
  "registration.write.keys.registrationId": {
    title: "Settings-Schlüssel: Registrierungs-ID",
    help: "Unter dem die Firmware sie liest.",
  },
  "registration.write.keys.attestation": {
    title: "Settings-Schlüssel: Nachweis",
    help: "Unter dem die Firmware die Art des Nachweises liest.",
  },
  "enrollment.service": {
    title: "Dienst",
    help: "Name des Registrierdienstes, der den Eintrag bekommt, wie diese Station ihn nennt.",
  },
  "enrollment.deviceId": {
    title: "Geräte-ID",
    help: "Vorlage für den Namen am Hub: {serialNumber} {model} {lot} {registrationId}.",
  },
  "enrollment.provisioningStatus": {
    title: "Eintrag",
    help: "enabled, oder disabled, bis jemand den Eintrag beim Dienst freigibt.",
  },
  "enrollment.reprovision": {
    title: "Erneute Registrierung",
    help: "migrate: Seine Daten gehen zum neuen Hub. reset: Beginnt mit dem anfänglichen Zwilling. never: Behält den Hub.",
  },
  "enrollment.allocation": {
    title: "Zuteilung",
    help: "Wie der Hub gewählt wird. Ausgelassen: nach der Regel des Dienstes.",
  },
  "enrollment.iotHubs": {
    title: "Hubs",
    help: "Hostnamen der Hubs zur Auswahl, einer je Zeile, höchstens 50. Bei einer Gruppe: nur diese darf sie haben.",
  },
  "enrollment.iotEdge": { title: "IoT Edge", help: "Ob das Gerät ein IoT-Edge-Gerät ist." },
  "enrollment.initialTwin.tags": {
    title: "Tags des Zwillings",
    help: "Beliebiges JSON oder YAML; Platzhalter in Texten werden gefüllt.",
  },
  "enrollment.initialTwin.properties.desired": {
    title: "Gewünschte Eigenschaften",
    help: "Beliebiges JSON oder YAML; Platzhalter in Texten werden gefüllt.",
  },
  taktSeconds: { title: "Takt", help: "Sekunden von Gerät zu Gerät, für die die Linie geplant ist." },
  sanity: {
    title: "Plausibilität",
    help: "Ist an, solange sie nicht off ist: Platzhalter und erfundene Seriennummern werden abgelehnt.",
  },
  "verify.sample.every": { title: "Jedes n-te Gerät", help: "Muss geprüft sein, bevor das Los geschlossen wird." },
  "verify.sample.firstOfLot": { title: "Das erste Gerät", help: "Ebenso das erste jedes Loses." },
  "label.template": {
    title: "Etikett",
    help: "Name eines Etiketts unter Einrichten, gedruckt, wenn ein Gerät zum ersten Mal gut ist.",
  },
  "label.printer": { title: "Drucker", help: "Sein Name unter Einrichten. Ausgelassen: der erste." },
  "label.copies": { title: "Anzahl", help: "Etiketten je Gerät." },
  "label.scanBack": {
    title: "Zurückscannen",
    help: "Der Platz wartet, bis ein Code des gedruckten Etiketts gescannt ist und zu diesem Gerät gehört.",
  },
  "pass.requires": {
    title: "GUT wartet auf",
    help: "recorded: Identität und wartender Eintrag sind auf der Platte. enrolled: Der Dienst hat den Eintrag.",
  },
  "pass.withinSeconds": {
    title: "Binnen Sekunden",
    help: "Bei enrolled: Danach fällt das Gerät aus; sein Eintrag bleibt in der Warteschlange.",
  },
};
