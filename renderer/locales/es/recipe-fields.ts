import type { EngineerTexts } from "../catalogue.ts";

/** Los campos de una receta, por su ruta. */
export const esRecipeFields: EngineerTexts["recipeFields"] = {
  recipe: { title: "Nombre", help: "De la receta: minúsculas, cifras y guiones." },
  stage: {
    title: "Fase",
    help: "production: se rechazan las autoridades piloto. Indíquelo en toda receta cuyas unidades salgan de la planta.",
  },
  "product.model": {
    title: "Modelo",
    help: "El modelo que el dispositivo debe decir de sí mismo. Otro es un producto equivocado en el puesto.",
  },
  "product.serialNumber": {
    title: "Número de serie",
    help: "Expresión regular que debe cumplir el número de serie entero, como GW2[0-9]{8}.",
  },
  "link.driver": {
    title: "Controlador",
    help: "smp: firmware con MCUmgr, como Zephyr. console: un shell de Linux en la línea serie.",
  },
  "link.kind": {
    title: "Conexión",
    help: "De qué cuelga el dispositivo. usb, la tubería bulk, es solo para smp. Se abre el puerto propio del puesto.",
  },
  "link.baudRate": { title: "Velocidad en baudios", help: "Bits por segundo de la línea serie, siempre 8N1." },
  "link.match.vendorId": {
    title: "Fabricante USB",
    help: "Cuatro cifras hexadecimales. El puesto deja en paz dispositivos de otro fabricante.",
  },
  "link.match.productId": {
    title: "Producto USB",
    help: "Cuatro cifras hexadecimales. El puesto deja en paz otros productos.",
  },
  "console.login.user": {
    title: "Usuario",
    help: "Quién inicia sesión cuando el dispositivo lo pide. Omitido: ya hay un shell.",
  },
  "console.login.passwordSecret": {
    title: "Contraseña de inicio",
    help: "Nombre del secreto (touchmark secret set), nunca la contraseña.",
  },
  "console.becomeRoot": {
    title: "Pasar a root",
    help: "Si el usuario no es root ya: sudo, o su con la contraseña de root.",
  },
  "console.sudoPasswordSecret": {
    title: "Contraseña de sudo",
    help: "Nombre del secreto que pide sudo. Omitido: el del inicio de sesión.",
  },
  "console.suPasswordSecret": { title: "Contraseña de root", help: "Nombre del secreto; su lo necesita." },
  "console.tpm.device": {
    title: "Dispositivo TPM",
    help: "Dispositivo de caracteres con gestor de recursos. Omitido: /dev/tpmrm0.",
  },
  "console.tpm.tcti": { title: "TCTI", help: "En su lugar con tpm2_send, como tabrmd." },
  "console.keyFolder": {
    title: "Carpeta de la clave",
    help: "Carpeta del dispositivo donde se crea o escribe la clave, solo para su propietario.",
  },
  "console.keyOwner": { title: "Propietario de la clave", help: "user o user:group." },
  "console.certificateFile": {
    title: "Archivo del certificado",
    help: "Archivo PEM del dispositivo para la cadena, primero el suyo.",
  },
  "console.certificateOwner": { title: "Propietario del certificado", help: "user o user:group." },
  "console.serialNumberFile": {
    title: "Archivo del número de serie",
    help: "Dónde está el número de serie. Omitido: device tree, después DMI.",
  },
  "console.modelFile": {
    title: "Archivo del modelo",
    help: "Dónde está el modelo. Omitido: device tree, después DMI.",
  },
  "smp.framing": {
    title: "Entramado",
    help: "console: entre las líneas de una consola. raw: mensajes tal cual. Omitido: raw en una tubería bulk USB, si no console.",
  },
  "smp.identity.model": {
    title: "El modelo se lee de",
    help: "Firmware estándar: { file: /path }, { setting: key }, { info: i } o { shell: [command], pattern: … }.",
  },
  "smp.identity.serialNumber": {
    title: "El número de serie se lee de",
    help: "Como el modelo. Omitido: se escanea.",
  },
  "smp.identity.certificate": {
    title: "La cadena va a",
    help: "{ file: /path } en PEM, o { setting: key } en DER; form: dice otra cosa.",
  },
  "smp.identity.key": { title: "La clave privada va a", help: "Igual, PKCS #8. Cruza el cable." },
  "attestation.type": {
    title: "Se acredita con",
    help: "tpm: su clave de aprobación. x509: un certificado propio. symmetric-key: una clave compartida con el servicio. -group: mediante un grupo de inscripción.",
  },
  "attestation.endorsementKey.certificate": {
    title: "Certificado EK",
    help: "required: falla la unidad sin certificado de un fabricante de TPM de confianza. optional: se guarda el veredicto. off: no se mira.",
  },
  "attestation.endorsementKey.activation": {
    title: "Prueba de la clave",
    help: "required: la activación de credencial demuestra que la clave está en este TPM. off: se da por bueno.",
  },
  "attestation.endorsementKey.persist": {
    title: "Conservar la EK",
    help: "Guarda la clave demostrada en 0x81010001 si no hay nada, para que el software de campo encuentre esta misma. Necesita la prueba.",
  },
  "attestation.endorsementKey.trust": {
    title: "Fabricantes de TPM",
    help: "Huellas SHA-256, o sus 16 primeras cifras, de las raíces que valen para este producto. Omitido: todas.",
  },
  "attestation.persistStorageRootKey": {
    title: "Conservar la SRK",
    help: "Guarda la clave raíz de almacenamiento RSA 2048 en 0x81000001 si no hay nada.",
  },
  "attestation.tpm.ownerAuthSecret": {
    title: "Contraseña de propietario",
    help: "Nombre del secreto con la contraseña de propietario del TPM (touchmark secret set), nunca la contraseña. Omitido: vacía.",
  },
  "attestation.tpm.endorsementAuthSecret": {
    title: "Contraseña de aprobación",
    help: "Nombre del secreto con la contraseña de aprobación del TPM. Omitido: vacía.",
  },
  "attestation.key.algorithm": { title: "Clave", help: "Tipo de clave que se crea para el dispositivo." },
  "attestation.key.where": {
    title: "Se crea en",
    help: "device o tpm: la clave no sale nunca. station: para firmware que solo puede recibirla; cruza el cable.",
  },
  "attestation.key.handle": {
    title: "Identificador de la clave",
    help: "Identificador persistente de la clave en el TPM, entre comillas. Omitido: 0x81000101.",
  },
  "attestation.certificate.authority": {
    title: "Autoridad",
    help: "Nombre de la autoridad de certificación que firma, como está en esta estación.",
  },
  "attestation.certificate.validityDays": {
    title: "Vale días",
    help: "De 1 a 36500, nunca más allá del fin de la autoridad.",
  },
  "attestation.certificate.subject.O": {
    title: "Organización",
    help: "O del sujeto del certificado. El nombre común es siempre el ID de registro.",
  },
  "attestation.certificate.subject.OU": { title: "Unidad organizativa", help: "OU del sujeto del certificado." },
  "attestation.group": { title: "Grupo", help: "Id del grupo de inscripción en el servicio." },
  "attestation.masterKeySecret": {
    title: "Clave del grupo",
    help: "Nombre del secreto con la clave del grupo en Base64 (touchmark secret set), nunca la clave.",
  },
  registrationId: {
    title: "ID de registro",
    help: "Plantilla: {serialNumber}, con TPM también {ek}, el id propio del software de campo. Distinto en cada unidad.",
  },
  "registration.endpoint": {
    title: "Punto de conexión",
    help: "Host donde se registra el dispositivo, con puerto si no es 443. Se escribe en el dispositivo.",
  },
  "registration.idScope": {
    title: "Ámbito de ID",
    help: "Del servicio de aprovisionamiento, como 0ne00000000. Se escribe en el dispositivo.",
  },
  "registration.write.as": {
    title: "Se escribe como",
    help: "De dónde lee el firmware su registro: config.toml de IoT Edge, json, env, una plantilla propia o los ajustes de Zephyr.",
  },
  "registration.write.path": {
    title: "Archivo",
    help: "Ruta en el dispositivo. Lo demás que contiene queda, salvo con una plantilla.",
  },
  "registration.write.mode": {
    title: "Permisos del archivo",
    help: "Cifras octales entre comillas, 640. Omitido: los que tenga el archivo, si no 600.",
  },
  "registration.write.owner": {
    title: "Propietario del archivo",
    help: "user o user:group. Omitido: el que tenga el archivo.",
  },
  "registration.write.text": {
    title: "Plantilla",
    help: "El archivo entero, con {registrationId}, y {endpoint} y {idScope} si quiere.",
  },
  "registration.write.keys.endpoint": {
    title: "Ajuste: punto de conexión",
    help: "Su clave. Omitido: el firmware ya lo sabe.",
  },
  "registration.write.keys.idScope": {
    title: "Ajuste: ámbito de ID",
    help: "Su clave. Omitido: el firmware ya lo sabe.",
  },
  "registration.write.keys.registrationId": { title: "Ajuste: ID de registro", help: "Su clave." },
  "registration.write.keys.attestation": {
    title: "Ajuste: atestación",
    help: "Clave del ajuste con el tipo de atestación.",
  },
  "enrollment.service": {
    title: "Servicio",
    help: "Nombre del servicio que recibe la entrada, como está en esta estación.",
  },
  "enrollment.deviceId": {
    title: "ID de dispositivo",
    help: "Plantilla del nombre en el hub: {serialNumber} {model} {lot} {registrationId}.",
  },
  "enrollment.provisioningStatus": {
    title: "Entrada",
    help: "enabled, o disabled hasta que alguien la libere en el servicio.",
  },
  "enrollment.reprovision": {
    title: "Registro repetido",
    help: "migrate: sus datos van al hub nuevo. reset: empieza por el gemelo inicial. never: conserva el hub.",
  },
  "enrollment.allocation": {
    title: "Asignación",
    help: "Cómo se elige el hub. Omitido: la política del servicio.",
  },
  "enrollment.iotHubs": {
    title: "Hubs",
    help: "Nombres de host de los hubs que se pueden elegir, uno por línea, 50 como máximo. Con un grupo: los únicos que puede tener.",
  },
  "enrollment.iotEdge": { title: "IoT Edge", help: "Si es un dispositivo IoT Edge." },
  "enrollment.initialTwin.tags": {
    title: "Etiquetas del gemelo",
    help: "Cualquier JSON o YAML; se rellenan los marcadores de los textos.",
  },
  "enrollment.initialTwin.properties.desired": {
    title: "Propiedades deseadas",
    help: "Cualquier JSON o YAML; se rellenan los marcadores de los textos.",
  },
  taktSeconds: { title: "Ritmo", help: "Segundos de unidad a unidad previstos para la línea." },
  sanity: {
    title: "Plausibilidad",
    help: "on salvo que sea off: se rechazan marcadores y números de serie inventados.",
  },
  "verify.sample.every": { title: "Cada n-ésima unidad", help: "Debe verificarse antes de cerrar el lote." },
  "verify.sample.firstOfLot": { title: "La primera unidad", help: "También la primera de cada lote." },
  "label.template": {
    title: "Etiqueta",
    help: "Nombre de una etiqueta de Ajustes, impresa cuando una unidad pasa por primera vez.",
  },
  "label.printer": { title: "Impresora", help: "Su nombre en Ajustes. Omitido: la primera." },
  "label.copies": { title: "Copias", help: "De la etiqueta de cada unidad." },
  "label.scanBack": {
    title: "Escanear de vuelta",
    help: "El puesto espera hasta que se escanee un código de la etiqueta impresa y sea de esta unidad.",
  },
  "pass.requires": {
    title: "PASA espera a",
    help: "recorded: identidad y entrada en cola están en el disco. enrolled: el servicio tiene la entrada.",
  },
  "pass.withinSeconds": {
    title: "En segundos",
    help: "Con enrolled: después la unidad falla; su entrada queda en la cola.",
  },
};
