"""Choices of the awards app: what is stored in English, what is read in Vietnamese."""

from django.db.models import TextChoices


class EvaluationState(TextChoices):
    """States of an evaluation against section IV."""

    OPEN = "open", "Đang đánh giá"
    CONCLUDED = "concluded", "Đã kết luận"
    FROZEN = "frozen", "Đã khóa"


class FindingMark(TextChoices):
    """Mark of a criterion: judged by a person or computed from records."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Không đạt"
    PENDING = "pending", "Chưa có kết quả"


class NominationState(TextChoices):
    """States of a nomination (plan V.2)."""

    PROPOSED = "proposed", "Đã đề xuất"
    AGREED = "agreed", "Khối Dân vận thống nhất"
    OBJECTED = "objected", "Khối Dân vận chưa thống nhất"
    PUT_FORWARD = "put_forward", "Chủ tịch đưa ra bình xét"
    WITHDRAWN = "withdrawn", "Đã rút"


class OutcomeResult(TextChoices):
    """What the deciding level said about a nominee."""

    GRANTED = "granted", "Được khen"
    REFUSED = "refused", "Không được khen"
    RETURNED = "returned", "Trả lại để bổ sung"


class ReportState(TextChoices):
    """States of a báo cáo thành tích."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"


class CouncilPost(TextChoices):
    """Post in the council."""

    CHAIR = "chair", "Chủ tịch Hội đồng"
    VICE = "vice", "Phó Chủ tịch Hội đồng"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Thư ký"


class Ballot(TextChoices):
    """Way of voting."""

    SHOW_OF_HANDS = "show_of_hands", "biểu quyết giơ tay"
    SECRET = "secret", "bỏ phiếu kín"


class AbstentionKind(TextChoices):
    """Why a member declares that he takes no part in a vote."""

    KIN = "kin", "là người thân của người được đề nghị"
    WISH = "wish", "xin không tham gia biểu quyết"


class TieRule(TextChoices):
    """What a tie of votes for and against comes to."""

    REFUSED = "refused", "hòa phiếu là không thông qua"
    CHAIR = "chair", "hòa phiếu thì theo phía người điều hành"
    REPEAT = "repeat", "hòa phiếu thì biểu quyết lại một lượt"


class RatioBase(TextChoices):
    """What the ratio of votes is taken of."""

    PRESENT = "present", "số thành viên có mặt"
    ALL_MEMBERS = "all_members", "tổng số thành viên"


class DossierState(TextChoices):
    """States of an award dossier."""

    DRAFTING = "drafting", "Đang lập"
    CHECKED = "checked", "Đã kiểm tra"
    APPRAISED = "appraised", "Đã bình xét"
    SIGNED = "signed", "Đã ký tờ trình"
    SENT = "sent", "Đã gửi"
    DECIDED = "decided", "Đã có quyết định"
    CANCELLED = "cancelled", "Đã hủy"


class ItemSource(TextChoices):
    """Where a part of the dossier comes from."""

    GENERATED = "generated", "phần mềm lập"
    UPLOADED = "uploaded", "bản chụp tải lên"
    RECORD = "record", "từ dữ liệu đã có"


class NeededBy(TextChoices):
    """Until which step a part of the dossier is needed, in order."""

    CHECK = "check", "khi kiểm tra"
    APPRAISE = "appraise", "khi bình xét"
    SIGN = "sign", "khi ký"
    SEND = "send", "khi gửi"


class ItemRule(TextChoices):
    """What the checklist looks at for a part of the dossier."""

    EVALUATIONS = "evaluations", "phiếu đánh giá mục IV"
    BLOC_OPINION = "bloc_opinion", "ý kiến Khối Dân vận"
    RECOGNITION_DECISIONS = "recognition_decisions", "quyết định công nhận mô hình"
    MODEL_RESULTS = "model_results", "báo cáo kết quả mô hình"
    RATING_PAPERS = "rating_papers", "văn bản xếp loại năm"
    PARTY_AND_VILLAGES = "party_and_villages", "văn bản về Đảng ủy và làng văn hóa"
    ACHIEVEMENT_REPORTS = "achievement_reports", "báo cáo thành tích có xác nhận"
    MINUTES = "minutes", "biên bản họp"
    PROPOSAL = "proposal", "tờ trình"
    CANDIDATE_LIST = "candidate_list", "danh sách đề nghị"
    SIGNED_SCAN = "signed_scan", "bản chụp bộ hồ sơ đã ký"


class HonorStep(TextChoices):
    """What is done with an honor after its decision."""

    HANDED_OVER = "handed_over", "Đã trao"
    PAID = "paid", "Đã chi tiền thưởng"


class ReviewKind(TextChoices):
    """The two reviews of a year (plan V.1)."""

    INTERIM = "interim", "Sơ kết"
    FINAL = "final", "Tổng kết"


class TargetKind(TextChoices):
    """What a year may set itself as a target."""

    REGISTERED = "registered", "mô hình đăng ký"
    RECOGNIZED = "recognized", "mô hình được công nhận"
    PARTICIPATION = "participation", "tỷ lệ đăng ký tham gia (%)"


class ReviewAct(TextChoices):
    """What happened to the paper of a review."""

    MADE = "made", "Lập báo cáo"
    EDITED = "edited", "Sửa lời văn"
    REDRAFTED = "redrafted", "Lấy lại bản nháp theo số liệu"
    ISSUED = "issued", "Ký, ban hành"
    REOPENED = "reopened", "Mở lại để sửa"
