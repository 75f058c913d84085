"""Choices of the registry: what is stored in English, what is read in Vietnamese."""

from django.db.models import TextChoices


class SubjectType(TextChoices):
    """Who is evaluated and honored: a collective or an individual (plan II.1)."""

    COLLECTIVE = "collective", "tập thể"
    INDIVIDUAL = "individual", "cá nhân"


class AuthorityLevel(TextChoices):
    """Level of an authority."""

    COMMUNE = "commune", "xã"
    DISTRICT = "district", "huyện"
    PROVINCE = "province", "tỉnh"


class Sex(TextChoices):
    """Sex as written in a báo cáo thành tích."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class SignerBody(TextChoices):
    """The body in whose name a signer signs."""

    UBND = "ubnd", "Ủy ban nhân dân xã"
    PARTY = "party", "Đảng ủy xã"
    BLOC = "bloc", "Khối Dân vận"
    COUNCIL = "council", "Hội đồng Thi đua – Khen thưởng xã"


class SigningForm(TextChoices):
    """How somebody signs (Nghị định 30/2020, PL I, II.7b)."""

    HEAD = "head", "người đứng đầu ký"
    KT = "KT.", "KT. (ký thay)"
    Q = "Q.", "Q. (quyền)"
    TL = "TL.", "TL. (thừa lệnh)"
    TUQ = "TUQ.", "TUQ. (thừa ủy quyền)"


class WindowKind(TextChoices):
    """Kinds of periods in the year's calendar."""

    REGISTRATION = "registration", "Đăng ký mô hình"
    UPWARD_REGISTRATION = "upward_registration", "Gửi đăng ký lên cấp trên"
    PROGRESS = "progress", "Báo cáo tiến độ"
    RESULT_REPORT = "result_report", "Báo cáo kết quả"
    ASSESSMENT = "assessment", "Thẩm định mô hình"
    INTERIM_REVIEW = "interim_review", "Sơ kết"
    COUNCIL = "council", "Họp Hội đồng"
    DOSSIER = "dossier", "Trình hồ sơ khen thưởng"
    FINAL_REVIEW = "final_review", "Tổng kết"


class NationalField(TextChoices):
    """The four fields of national reports."""

    KT = "KT", "Kinh tế"
    VHXH = "VHXH", "Văn hóa – xã hội"
    QPAN = "QPAN", "Quốc phòng – an ninh"
    HTCT = "HTCT", "Xây dựng hệ thống chính trị"


class MovementKind(TextChoices):
    """What a model may be linked with (plan I.1, I.2)."""

    MOVEMENT = "movement", "phong trào, cuộc vận động"
    PROGRAM = "program", "chương trình mục tiêu quốc gia"


class ModelState(TextChoices):
    """States of a model (architecture, section 3)."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ tiếp nhận"
    RETURNED = "returned", "Trả lại để bổ sung"
    ACCEPTED = "accepted", "Đang thực hiện"
    REPORTED = "reported", "Đã báo cáo kết quả"
    ASSESSED = "assessed", "Đã thẩm định"
    RECOGNIZED = "recognized", "Được công nhận"
    DECLINED = "declined", "Không được công nhận"
    WITHDRAWN = "withdrawn", "Đã rút"
    NOT_CARRIED_OUT = "not_carried_out", "Không thực hiện"
    REVOKED = "revoked", "Bị thu hồi công nhận"


class MemberPart(TextChoices):
    """Part a person plays in a model."""

    LEAD = "lead", "Phụ trách"
    PROPOSER = "proposer", "Người đề xuất"
    MAIN_CONTRIBUTOR = "main_contributor", "Tham gia chính"
    HELPER = "helper", "Tham gia giúp"


class IndicatorKind(TextChoices):
    """What an indicator counts; land, labor and money add up over the year."""

    LAND_M2 = "land_m2", "diện tích đất (m²)"
    LABOR_DAYS = "labor_days", "ngày công"
    VND = "vnd", "tiền (đồng)"
    HOUSEHOLDS = "households", "hộ"
    PEOPLE = "people", "người"
    PERCENT = "percent", "tỷ lệ (%)"
    OTHER = "other", "đơn vị khác"


class FormPart(TextChoices):
    """Parts of the registration and of the report that a correction can point at."""

    NAME = "name", "Tên mô hình"
    OWNER = "owner", "Chủ mô hình"
    MEMBERS = "members", "Người tham gia"
    AREAS = "areas", "Nội dung"
    VILLAGES = "villages", "Địa bàn"
    NEED = "need", "Nhu cầu, vấn đề cần giải quyết"
    GOAL = "goal", "Mục tiêu, chỉ tiêu"
    SOLUTIONS = "solutions", "Giải pháp"
    PARTNERS = "partners", "Lực lượng phối hợp"
    TARGET_GROUP = "target_group", "Đối tượng hướng tới"
    RESOURCES = "resources", "Nguồn lực"
    UPKEEP = "upkeep", "Duy trì, nhân rộng"
    TIME = "time", "Thời gian thực hiện"
    EXPECTED = "expected_results", "Kết quả dự kiến"
    FIGURES = "figures", "Số liệu"
    EVIDENCE = "evidence", "Minh chứng"
    REPORT = "report", "Báo cáo kết quả"


class CorrectionKind(TextChoices):
    """What is wrong with a part that is returned."""

    WRONG = "wrong", "sai"
    MISSING = "missing", "thiếu"
    OUTDATED = "outdated", "hết hạn, không còn đúng"


class CorrectionStatus(TextChoices):
    """Life of a correction."""

    OPEN = "open", "chưa sửa"
    ANSWERED = "answered", "đã sửa"
    WITHDRAWN = "withdrawn", "đã rút lại"


class NoticeKind(TextChoices):
    """What a notice in the application tells."""

    RETURNED = "returned", "Trả lại để bổ sung"
    ACCEPTED = "accepted", "Tiếp nhận"
    REPORT_RETURNED = "report_returned", "Trả lại báo cáo"
    RECOGNIZED = "recognized", "Công nhận"
    DECLINED = "declined", "Không công nhận"
    REVOKED = "revoked", "Thu hồi công nhận"
    MENDED = "mended", "Sửa lỗi nhỏ"
    REMINDED = "reminded", "Nhắc việc"
    CORRECTION_WITHDRAWN = "correction_withdrawn", "Rút lại nội dung cần bổ sung"
    DUE_MOVED = "due_moved", "Đổi hạn bổ sung"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    MEETING = "meeting", "Mời họp"


class ReminderAbout(TextChoices):
    """What somebody is reminded of."""

    PARTICIPATION = "participation", "Đăng ký tham gia"
    DRAFT = "draft", "Gửi đăng ký mô hình"
    CORRECTIONS = "corrections", "Bổ sung"
    REPORT = "report", "Báo cáo kết quả"
    DUE_MOVED = "due_moved", "Đổi hạn bổ sung"
    OTHER = "other", "Việc khác"


class ReminderWay(TextChoices):
    """How the words reached him."""

    ZALO = "zalo", "Zalo"
    PHONE = "phone", "điện thoại"
    IN_PERSON = "in_person", "gặp trực tiếp"
    PAPER = "paper", "giấy"
    APP = "app", "thông báo trong phần mềm"


class ReportKind(TextChoices):
    """Reports of a model."""

    PROGRESS = "progress", "Báo cáo tiến độ"
    RESULT = "result", "Báo cáo kết quả"


class Mark(TextChoices):
    """A mark against a quality or a criterion."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Không đạt"
    NOT_ENOUGH = "not_enough", "Chưa đủ căn cứ"


class TeamPart(TextChoices):
    """What somebody does in the team that assesses models."""

    LEADER = "leader", "Trưởng đoàn"
    DEPUTY = "deputy", "Phó trưởng đoàn"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Thành viên"


class RecognitionOutcome(TextChoices):
    """What a decision says about a model."""

    RECOGNIZED = "recognized", "Công nhận"
    DECLINED = "declined", "Không công nhận"
    REVOKED = "revoked", "Thu hồi công nhận"


class VillageChangeKind(TextChoices):
    """What happens to a village."""

    RENAME = "rename", "đổi tên"
    MERGE = "merge", "sáp nhập"


class StaffChangeKind(TextChoices):
    """What happens to a person's post."""

    POST = "post", "thay đổi chức vụ"
    LEAVE = "leave", "thôi việc, chuyển đi"


class ReviewOutcome(TextChoices):
    """What the yearly look at a living model found."""

    CONTINUES = "continues", "Tiếp tục"
    STOPPED = "stopped", "Dừng"


class FactKind(TextChoices):
    """Yearly facts that criteria rest on."""

    CULTURE_TITLE = "culture_title", "Danh hiệu văn hóa của làng"
    PARTY_RATING = "party_rating", "Xếp loại Đảng ủy xã"
    MASS_MOBILIZATION = "mass_mobilization", "Xếp loại công tác dân vận của tập thể"
    INDIVIDUAL_RATING = "individual_rating", "Xếp loại cá nhân"


class FactStatus(TextChoices):
    """Whether a yearly fact is final."""

    PROVISIONAL = "provisional", "tạm tính"
    FINAL = "final", "chính thức"


class FactValue(TextChoices):
    """Values of yearly facts; ratings from best to worst first."""

    EXCELLENT_COMPLETION = "excellent_completion", "Hoàn thành xuất sắc"
    GOOD_COMPLETION = "good_completion", "Hoàn thành tốt"
    COMPLETION = "completion", "Hoàn thành"
    NOT_COMPLETED = "not_completed", "Không hoàn thành"
    ACHIEVED = "achieved", "Đạt"
    NOT_ACHIEVED = "not_achieved", "Không đạt"
    STRONG = "strong", "Trong sạch, vững mạnh"
    NOT_STRONG = "not_strong", "Chưa đạt trong sạch, vững mạnh"


RATING_VALUES = (
    FactValue.EXCELLENT_COMPLETION,
    FactValue.GOOD_COMPLETION,
    FactValue.COMPLETION,
    FactValue.NOT_COMPLETED,
)
FACT_VALUES: dict[str, tuple[FactValue, ...]] = {
    FactKind.CULTURE_TITLE: (FactValue.ACHIEVED, FactValue.NOT_ACHIEVED),
    FactKind.PARTY_RATING: (FactValue.STRONG, FactValue.NOT_STRONG),
    FactKind.MASS_MOBILIZATION: RATING_VALUES,
    FactKind.INDIVIDUAL_RATING: RATING_VALUES,
}


class CriterionMode(TextChoices):
    """How a criterion is marked."""

    JUDGED = "judged", "người đánh giá"
    AUTOMATIC = "automatic", "tự động từ dữ liệu"


class AwardForm(TextChoices):
    """What an award kind is."""

    GIAY_KHEN = "giay_khen", "giấy khen"
    BANG_KHEN = "bang_khen", "bằng khen"
    TITLE = "title", "danh hiệu"
    PRAISE = "praise", "biểu dương"


class AwardLevel(TextChoices):
    """Who decides: the commune itself or a level above (plan IV.1.3)."""

    OWN = "own", "cấp xã"
    UPWARD = "upward", "đề nghị cấp trên"


class PastAwardKind(TextChoices):
    """The two tables of a báo cáo thành tích."""

    TITLE = "title", "danh hiệu thi đua"
    AWARD = "award", "hình thức khen thưởng"


class ImpedimentKind(TextChoices):
    """What may stand against an honor."""

    DISCIPLINE = "discipline", "kỷ luật"
    COMPLAINT = "complaint", "khiếu nại, tố cáo, phản ánh đang xác minh"
    REMINDER = "reminder", "văn bản nhắc nhở"


class ImpedimentEffect(TextChoices):
    """Whether an impediment stops an act or only warns."""

    BLOCKS = "blocks", "chặn đề nghị khen thưởng"
    WARNS = "warns", "chỉ cảnh báo"


class DocumentKind(TextChoices):
    """Papers that the application builds."""

    PROPOSAL = "proposal", "Tờ trình"
    CANDIDATE_LIST = "candidate_list", "Danh sách đề nghị"
    MODEL_SUMMARY = "model_summary", "Bản tổng hợp mô hình"
    ACHIEVEMENT_REPORT = "achievement_report", "Báo cáo thành tích"
    MINUTES = "minutes", "Biên bản họp xét khen thưởng"
    EVALUATION_SHEET = "evaluation_sheet", "Phiếu đánh giá theo mục IV"
    CONTENTS = "contents", "Mục lục hồ sơ"
    BUNDLE = "bundle", "Trọn bộ hồ sơ"
    REGISTRATION_FORM = "registration_form", "Phiếu đăng ký mô hình"
    AWARD_DECISION = "award_decision", "Quyết định khen thưởng"
    REGISTRATION_RECEIPT = "registration_receipt", "Phiếu tiếp nhận đăng ký mô hình"
    PROGRESS_REPORT = "progress_report", "Báo cáo tiến độ mô hình"
    RESULT_REPORT = "result_report", "Báo cáo kết quả mô hình"
    ASSESSMENT_MINUTES = "assessment_minutes", "Biên bản thẩm định mô hình"
    RECOGNITION_DECISION = "recognition_decision", "Quyết định công nhận mô hình"
    RECOGNITION_CERTIFICATE = "recognition_certificate", "Giấy công nhận mô hình"
    DISTRICT_REGISTRATION = "district_registration", "Văn bản đăng ký mô hình với cấp trên"
    PARTY_MODEL_LIST = "party_model_list", "Danh sách mô hình gửi công tác dân vận của Đảng"
    REPLICATION_LIST = "replication_list", "Danh sách mô hình nhân rộng"
    AWARD_CERTIFICATE = "award_certificate", "Giấy khen"
    REGISTER_BOOK = "register_book", "Sổ theo dõi khen thưởng"
    PERIOD_REVIEW = "period_review", "Báo cáo sơ kết, tổng kết"
    INVITATION = "invitation", "Giấy mời họp"
    ATTENDANCE_LIST = "attendance_list", "Danh sách ký tên dự họp"
    BALLOT_PAPERS = "ballot_papers", "Phiếu bầu"
    BALLOT_COUNT = "ballot_count", "Biên bản kiểm phiếu"
    AGENDA_LIST = "agenda_list", "Danh sách đề nghị bình xét"


class PraiseState(TextChoices):
    """States of a proposal to praise in time (plan III.1, IV.1.3)."""

    PROPOSED = "proposed", "Chờ kiểm tra"
    CHECKED = "checked", "Chờ biểu dương"
    GRANTED = "granted", "Đã biểu dương"
    DECLINED = "declined", "Không biểu dương"


class PraiseWay(TextChoices):
    """How somebody is praised; none of them is a form of award."""

    MEETING = "meeting", "biểu dương tại hội nghị, cuộc họp"
    NOTICE = "notice", "thông báo biểu dương"
    LOUDSPEAKER = "loudspeaker", "biểu dương trên loa truyền thanh"
    STORY = "story", "tin, bài biểu dương"
    LETTER = "letter", "thư cảm ơn, động viên"


class RosterKind(TextChoices):
    """Lists that come in from a sheet; the value is the word of the address."""

    PEOPLE = "can-bo", "cán bộ"
    COLLECTIVES = "tap-the", "tập thể"
    VILLAGES = "lang", "làng"


class RosterVerdict(TextChoices):
    """What a row of a sheet would do."""

    NEW = "new", "mới"
    CHANGED = "changed", "thay đổi"
    SAME = "same", "không đổi"
    DOUBTFUL = "doubtful", "nghi trùng"
    WRONG = "wrong", "sai"


class DistrictState(TextChoices):
    """States of a list of models registered with the level above (plan III.3)."""

    DRAFT = "draft", "Đang lập"
    SIGNED = "signed", "Đã ký, chờ gửi"
    SENT = "sent", "Đã gửi, chờ trả lời"
    ANSWERED = "answered", "Đã có trả lời"
    CANCELLED = "cancelled", "Đã hủy"


class LetterForm(TextChoices):
    """The paper that carries the list: the office decides which one it writes."""

    LETTER = "letter", "Công văn"
    PROPOSAL = "proposal", "Tờ trình"


class RegisteredKind(TextChoices):
    """Why a model stands in a list sent to the level above."""

    NEW = "new", "đăng ký"
    CHANGED = "changed", "thay đổi"
    WITHDRAWN = "withdrawn", "rút"


class AnswerKind(TextChoices):
    """What the level above said to a list."""

    NOTED = "noted", "Ghi nhận tất cả"
    QUESTIONS = "questions", "Có câu hỏi, yêu cầu làm rõ"


class StoryKind(TextChoices):
    """Kinds of stories (plan III.2)."""

    NEWS = "news", "tin"
    ARTICLE = "article", "bài"
    EXPERIENCE = "experience", "kinh nghiệm"


class StoryState(TextChoices):
    """States of a story."""

    DRAFT = "draft", "Đang viết"
    OFFERED = "offered", "Chờ duyệt"
    RELEASED = "released", "Đã đăng"
    TAKEN_DOWN = "taken_down", "Đã gỡ"


class PropagationWay(TextChoices):
    """How something was made known (plan III.2)."""

    LOUDSPEAKER = "loudspeaker", "loa truyền thanh"
    VILLAGE_MEETING = "village_meeting", "họp làng, sinh hoạt cộng đồng"
    ZALO = "zalo", "nhóm Zalo, mạng xã hội"
    STATION = "station", "đài, báo, trang tin cấp trên"
    OTHER = "other", "hình thức khác"
