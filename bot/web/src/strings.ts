/** Every Vietnamese word of the page that does not come from an answer. */

import type { Failure } from "./api";

const number = new Intl.NumberFormat("vi-VN");

export const strings = {
  title: "Trợ lý thủ tục hành chính",
  city: "Thành phố Đà Nẵng",
  restart: "Trò chuyện mới",
  restartQuestion: "Bắt đầu cuộc trò chuyện mới?",
  restartConsequence: "Nội dung đang hiển thị sẽ được xóa khỏi máy này.",
  restartConfirm: "Bắt đầu mới",
  cancel: "Giữ lại",

  log: "Nội dung trò chuyện",
  citizen: "Anh/chị hỏi:",
  assistant: "Trợ lý trả lời:",
  typing: "Trợ lý đang tìm câu trả lời…",

  welcome:
    "Xin chào anh/chị! Em giúp tra cứu thủ tục hành chính tại Đà Nẵng: giấy tờ cần chuẩn bị, lệ phí, thời hạn và nơi nộp.",
  welcomeHow: "Anh/chị cứ hỏi như nói chuyện hằng ngày, có dấu hay không dấu đều được.",
  welcomePrivacy: "Xin đừng gửi số căn cước, số điện thoại hay mật khẩu.",
  examplesLabel: "Câu hỏi mẫu",
  examples: [
    "Làm giấy khai sinh cho con cần giấy tờ gì?",
    "Đăng ký kết hôn mất bao lâu?",
    "Đăng ký tạm trú nộp ở đâu?",
    "Mở hộ kinh doanh cần những gì?",
    "Xin giấy xác nhận độc thân có tốn phí không?",
  ],

  procedureCode: "Mã thủ tục",
  recordVersion: (version: number) => `Bản ghi số ${version}`,
  facts: {
    documents: "Giấy tờ cần chuẩn bị",
    fee: "Lệ phí",
    duration: "Thời hạn giải quyết",
    place: "Nơi nộp hồ sơ",
    steps: "Các bước thực hiện",
    online: "Nộp trực tuyến",
    form: "Mẫu đơn, tờ khai",
    conditions: "Điều kiện",
    result: "Kết quả nhận được",
    legal_basis: "Căn cứ pháp lý",
    agency: "Cơ quan thực hiện",
    deciding: "Cơ quan quyết định",
    notes: "Lưu ý",
  },
  onlinePossible: "Thủ tục này nộp trực tuyến được, trên",
  onlineNotStated: "Nguồn công bố không ghi cách nộp trực tuyến cho thủ tục này.",
  portal: "https://dichvucong.gov.vn",
  portalName: "Cổng Dịch vụ công quốc gia",
  channels: {
    in_person: "Nộp trực tiếp",
    online: "Nộp trực tuyến",
    post: "Gửi qua bưu chính",
  } as Record<string, string>,
  documentsReady: (ready: number, all: number) => `Đã có ${ready}/${all}`,
  documentsHint: "Đánh dấu vào giấy tờ anh/chị đã có.",
  documentCase: "Trường hợp:",
  originals: (count: number) => `${count} bản chính`,
  copies: (count: number) => `${count} bản sao`,
  form: "Mẫu:",
  notices: "Lưu ý",
  choose: "Anh/chị muốn hỏi thủ tục nào dưới đây?",
  choicesLabel: "Các thủ tục để chọn",
  suggestionsLabel: "Câu hỏi tiếp theo",
  sources: (count: number) => `Nguồn thông tin (${count})`,
  effectiveFrom: (date: string) => `có hiệu lực từ ${date}`,
  checkedOn: (date: string) => `đối chiếu ngày ${date}`,

  message: "Nội dung câu hỏi",
  messagePlaceholder: "Nhập câu hỏi…",
  send: "Gửi",
  counter: (length: number, limit: number) =>
    `${number.format(length)}/${number.format(limit)} ký tự`,
  tooLong: (limit: number) =>
    `Câu hỏi dài quá ${number.format(limit)} ký tự. Xin anh/chị rút ngắn, hoặc chia thành nhiều tin nhắn.`,

  failure: {
    unreachable: "Chưa kết nối được. Anh/chị vui lòng kiểm tra mạng rồi bấm Gửi lại.",
    slow: "Máy chủ trả lời chậm hơn thường lệ. Anh/chị vui lòng bấm Gửi lại.",
    busy: "Đang có nhiều người cùng hỏi. Anh/chị vui lòng chờ một lát rồi bấm Gửi lại.",
    broken: "Hệ thống đang gặp trục trặc. Anh/chị vui lòng thử gửi lại sau ít phút.",
  } satisfies Record<Failure, string>,
  nothingLost: "Câu hỏi của anh/chị vẫn được giữ ở đây.",
  resend: "Gửi lại",
  refused: "Tin nhắn này không gửi được. Xin anh/chị viết lại ngắn gọn hơn.",
  rewrite: "Viết lại",

  caution: "Trợ lý có thể nhầm. Cần chắc chắn, xin gọi",
  hotline: "1022",
  // Mobile phones reach the city's hotline only with its area code.
  hotlineNumber: "tel:1022",
};

/** "2025-07-01" as "01/07/2025"; anything else as it is. */
export function vietnameseDate(date: string): string {
  return date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1");
}
