import type { EngineerTexts } from "../catalogue.ts";

/** Các trường của công thức, theo đường dẫn. */
export const viRecipeFields: EngineerTexts["recipeFields"] = {
  recipe: { title: "Tên", help: "Của công thức: chữ thường, chữ số và gạch nối." },
  stage: {
    title: "Giai đoạn",
    help: "production: từ chối đơn vị cấp thử. Ghi trong mọi công thức có thiết bị rời nhà máy.",
  },
  "product.model": {
    title: "Mẫu máy",
    help: "Mẫu máy mà thiết bị phải tự báo. Mẫu khác là sai sản phẩm trong vị trí.",
  },
  "product.serialNumber": {
    title: "Số sê-ri",
    help: "Biểu thức chính quy mà toàn bộ số sê-ri phải khớp, như GW2[0-9]{8}.",
  },
  "link.driver": {
    title: "Trình điều khiển",
    help: "smp: firmware có MCUmgr, như Zephyr. console: shell Linux trên đường nối tiếp.",
  },
  "link.kind": {
    title: "Đường nối",
    help: "Thiết bị nối qua đâu. usb, kênh bulk, chỉ cho smp. Cổng được mở là cổng của vị trí.",
  },
  "link.baudRate": { title: "Tốc độ baud", help: "Bit mỗi giây của đường nối tiếp, luôn là 8N1." },
  "link.match.vendorId": {
    title: "Hãng USB",
    help: "Bốn chữ số thập lục phân. Vị trí bỏ qua thiết bị của hãng khác.",
  },
  "link.match.productId": {
    title: "Sản phẩm USB",
    help: "Bốn chữ số thập lục phân. Vị trí bỏ qua sản phẩm khác.",
  },
  "console.login.user": {
    title: "Đăng nhập",
    help: "Ai đăng nhập khi thiết bị hỏi. Bỏ trống: đã có sẵn shell.",
  },
  "console.login.passwordSecret": {
    title: "Mật khẩu đăng nhập",
    help: "Tên của bí mật (touchmark secret set), không bao giờ là mật khẩu.",
  },
  "console.becomeRoot": {
    title: "Chuyển sang root",
    help: "Nếu người dùng chưa là root: sudo, hoặc su với mật khẩu root.",
  },
  "console.sudoPasswordSecret": {
    title: "Mật khẩu sudo",
    help: "Tên bí mật mà sudo hỏi. Bỏ trống: của đăng nhập.",
  },
  "console.suPasswordSecret": { title: "Mật khẩu root", help: "Tên của bí mật; su cần nó." },
  "console.tpm.device": {
    title: "Thiết bị TPM",
    help: "Thiết bị ký tự có trình quản lý tài nguyên. Bỏ trống: /dev/tpmrm0.",
  },
  "console.tpm.tcti": { title: "TCTI", help: "Thay vào đó qua tpm2_send, như tabrmd." },
  "console.keyFolder": {
    title: "Thư mục khóa",
    help: "Thư mục trên thiết bị nơi khóa được tạo hoặc ghi, chỉ cho chủ của nó.",
  },
  "console.keyOwner": { title: "Chủ của khóa", help: "user hoặc user:group." },
  "console.certificateFile": {
    title: "Tệp chứng chỉ",
    help: "Tệp PEM trên thiết bị cho chuỗi, chứng chỉ thiết bị đứng đầu.",
  },
  "console.certificateOwner": { title: "Chủ của chứng chỉ", help: "user hoặc user:group." },
  "console.serialNumberFile": {
    title: "Tệp số sê-ri",
    help: "Nơi có số sê-ri. Bỏ trống: device tree, rồi DMI.",
  },
  "console.modelFile": { title: "Tệp mẫu máy", help: "Nơi có mẫu máy. Bỏ trống: device tree, rồi DMI." },
  "smp.framing": {
    title: "Đóng khung",
    help: "console: giữa các dòng của console. raw: thông điệp nguyên dạng. Bỏ trống: raw trên USB bulk, còn lại console.",
  },
  "smp.identity.model": {
    title: "Đọc mẫu máy từ",
    help: "Firmware có sẵn: { file: /path }, { setting: key }, { info: i } hoặc { shell: [command], pattern: … }.",
  },
  "smp.identity.serialNumber": { title: "Đọc số sê-ri từ", help: "Như mẫu máy. Bỏ trống: được quét." },
  "smp.identity.certificate": {
    title: "Ghi chuỗi vào",
    help: "{ file: /path } dạng PEM, hoặc { setting: key } dạng DER; form: nói khác.",
  },
  "smp.identity.key": { title: "Ghi khóa riêng vào", help: "Tương tự, PKCS #8. Nó đi qua cáp." },
  "attestation.type": {
    title: "Chứng thực bằng",
    help: "tpm: khóa chứng thực. x509: chứng chỉ riêng. symmetric-key: khóa dùng chung với dịch vụ. -group: qua nhóm ghi danh.",
  },
  "attestation.endorsementKey.certificate": {
    title: "Chứng chỉ EK",
    help: "required: thiết bị không có chứng chỉ của hãng TPM được tin thì lỗi. optional: giữ kết luận. off: không xem.",
  },
  "attestation.endorsementKey.activation": {
    title: "Chứng minh khóa",
    help: "required: kích hoạt thông tin xác thực chứng minh khóa ở đúng TPM này. off: tin luôn.",
  },
  "attestation.endorsementKey.persist": {
    title: "Giữ EK",
    help: "Giữ khóa đã chứng minh ở 0x81010001 nếu chỗ đó trống, để phần mềm hiện trường tìm đúng khóa này. Cần chứng minh.",
  },
  "attestation.endorsementKey.trust": {
    title: "Hãng TPM",
    help: "Dấu vân tay SHA-256, hoặc 16 chữ số đầu, của các gốc có giá trị cho sản phẩm này. Bỏ trống: tất cả.",
  },
  "attestation.persistStorageRootKey": {
    title: "Giữ SRK",
    help: "Giữ khóa gốc lưu trữ RSA 2048 ở 0x81000001 nếu chỗ đó trống.",
  },
  "attestation.tpm.ownerAuthSecret": {
    title: "Mật khẩu chủ sở hữu",
    help: "Tên bí mật chứa mật khẩu chủ sở hữu của TPM (touchmark secret set), không phải mật khẩu. Bỏ trống: rỗng.",
  },
  "attestation.tpm.endorsementAuthSecret": {
    title: "Mật khẩu chứng thực",
    help: "Tên bí mật chứa mật khẩu chứng thực của TPM. Bỏ trống: rỗng.",
  },
  "attestation.key.algorithm": { title: "Khóa", help: "Loại khóa được tạo cho thiết bị." },
  "attestation.key.where": {
    title: "Tạo ở",
    help: "device hoặc tpm: khóa không bao giờ rời đi. station: cho firmware có sẵn chỉ nhận được khóa; nó đi qua cáp.",
  },
  "attestation.key.handle": {
    title: "Mã tham chiếu khóa",
    help: "Mã tham chiếu bền của khóa trong TPM, trong dấu nháy. Bỏ trống: 0x81000101.",
  },
  "attestation.certificate.authority": {
    title: "Đơn vị cấp",
    help: "Tên đơn vị cấp chứng chỉ sẽ ký, như trạm này gọi.",
  },
  "attestation.certificate.validityDays": {
    title: "Giá trị, ngày",
    help: "1 đến 36500, không vượt quá hạn của đơn vị cấp.",
  },
  "attestation.certificate.subject.O": {
    title: "Tổ chức",
    help: "O trong chủ thể của chứng chỉ. Tên chung luôn là mã đăng ký.",
  },
  "attestation.certificate.subject.OU": { title: "Đơn vị tổ chức", help: "OU trong chủ thể của chứng chỉ." },
  "attestation.group": { title: "Nhóm", help: "ID nhóm ghi danh ở dịch vụ." },
  "attestation.masterKeySecret": {
    title: "Khóa nhóm",
    help: "Tên bí mật chứa khóa nhóm dạng Base64 (touchmark secret set), không phải khóa.",
  },
  registrationId: {
    title: "Mã đăng ký",
    help: "Mẫu: {serialNumber}, với TPM còn có {ek}, ID của phần mềm hiện trường. Phải khác nhau ở mỗi thiết bị.",
  },
  "registration.endpoint": {
    title: "Điểm cuối",
    help: "Máy chủ nơi thiết bị đăng ký, kèm cổng nếu không phải 443. Được ghi vào thiết bị.",
  },
  "registration.idScope": {
    title: "Phạm vi ID",
    help: "Của dịch vụ cấp phát, như 0ne00000000. Được ghi vào thiết bị.",
  },
  "registration.write.as": {
    title: "Ghi dưới dạng",
    help: "Firmware đọc đăng ký từ đâu: config.toml của IoT Edge, json, env, mẫu riêng, hoặc settings của Zephyr.",
  },
  "registration.write.path": {
    title: "Tệp",
    help: "Đường dẫn trên thiết bị. Phần khác trong đó được giữ, trừ khi dùng mẫu.",
  },
  "registration.write.mode": {
    title: "Quyền của tệp",
    help: "Chữ số bát phân trong dấu nháy, 640. Bỏ trống: như tệp đang có, nếu không thì 600.",
  },
  "registration.write.owner": {
    title: "Chủ của tệp",
    help: "user hoặc user:group. Bỏ trống: như tệp đang có.",
  },
  "registration.write.text": {
    title: "Mẫu",
    help: "Toàn bộ tệp, có {registrationId}, và {endpoint} cùng {idScope} nếu muốn.",
  },
  "registration.write.keys.endpoint": {
    title: "Khóa settings: điểm cuối",
    help: "Bỏ trống: firmware tự biết.",
  },
  "registration.write.keys.idScope": {
    title: "Khóa settings: phạm vi ID",
    help: "Bỏ trống: firmware tự biết.",
  },
  "registration.write.keys.registrationId": { title: "Khóa settings: mã đăng ký", help: "Nơi ghi mã đăng ký." },
  "registration.write.keys.attestation": {
    title: "Khóa settings: chứng thực",
    help: "Nơi ghi cách chứng thực.",
  },
  "enrollment.service": {
    title: "Dịch vụ",
    help: "Tên dịch vụ cấp phát nhận mục, như trạm này gọi.",
  },
  "enrollment.deviceId": {
    title: "Mã thiết bị",
    help: "Mẫu cho tên ở hub: {serialNumber} {model} {lot} {registrationId}.",
  },
  "enrollment.provisioningStatus": {
    title: "Mục",
    help: "enabled, hoặc disabled đến khi có người thả mục ở dịch vụ.",
  },
  "enrollment.reprovision": {
    title: "Đăng ký lại",
    help: "migrate: dữ liệu chuyển sang hub mới. reset: bắt đầu từ bản sao số ban đầu. never: giữ hub.",
  },
  "enrollment.allocation": {
    title: "Phân bổ",
    help: "Cách chọn hub. Bỏ trống: theo chính sách của dịch vụ.",
  },
  "enrollment.iotHubs": {
    title: "Hub",
    help: "Tên máy chủ của các hub để chọn, mỗi dòng một, nhiều nhất 50. Với nhóm: nhóm chỉ được có các hub này.",
  },
  "enrollment.iotEdge": { title: "IoT Edge", help: "Thiết bị có phải là IoT Edge không." },
  "enrollment.initialTwin.tags": {
    title: "Thẻ của bản sao số",
    help: "JSON hoặc YAML bất kỳ; chỗ trống trong chữ được điền vào.",
  },
  "enrollment.initialTwin.properties.desired": {
    title: "Thuộc tính mong muốn",
    help: "JSON hoặc YAML bất kỳ; chỗ trống trong chữ được điền vào.",
  },
  taktSeconds: { title: "Nhịp", help: "Số giây giữa hai thiết bị mà chuyền dự tính." },
  sanity: {
    title: "Hợp lý",
    help: "Bật trừ khi là off: từ chối chỗ trống chưa điền và số sê-ri bịa.",
  },
  "verify.sample.every": { title: "Mỗi thiết bị thứ n", help: "Phải được kiểm tra trước khi đóng lô." },
  "verify.sample.firstOfLot": { title: "Thiết bị đầu tiên", help: "Cả cái đầu tiên của mỗi lô." },
  "label.template": {
    title: "Tem",
    help: "Tên một tem trong Thiết lập, in khi thiết bị đạt lần đầu.",
  },
  "label.printer": { title: "Máy in", help: "Tên trong Thiết lập. Bỏ trống: máy đầu tiên." },
  "label.copies": { title: "Số bản", help: "Của tem mỗi thiết bị." },
  "label.scanBack": {
    title: "Quét lại",
    help: "Vị trí chờ đến khi mã trên tem đã in được quét và đúng là của thiết bị này.",
  },
  "pass.requires": {
    title: "ĐẠT chờ",
    help: "recorded: danh tính và mục chờ đã ở trên đĩa. enrolled: dịch vụ đã có mục.",
  },
  "pass.withinSeconds": {
    title: "Trong số giây",
    help: "Với enrolled: quá hạn thì thiết bị lỗi; mục của nó ở lại hàng đợi.",
  },
};
