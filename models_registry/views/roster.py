"""Lists from a sheet: where they come in, what they would do, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from dandvan import clock
from dandvan.documents.file_names import file_name
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.sheets import XLSX_TYPE, Sheet, sheet_from_json, write_xlsx
from dandvan.views import (
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    show_refusal,
    used_result,
)
from models_registry.domain.roster_columns import COLUMNS
from models_registry.enums import RosterKind, RosterVerdict
from models_registry.forms.roster import CHOICE_PREFIX, RosterSourceForm, choices_of
from models_registry.models import Collective, Individual, RosterImport, Village
from models_registry.queries import active_on
from models_registry.queries_roster import AS_NEW, SKIP, RosterLine, RosterPreview
from models_registry.services.roster import LEFT_OUT, import_roster, preview_roster

VERDICT_CSS = {
    RosterVerdict.WRONG: "bad",
    RosterVerdict.DOUBTFUL: "wait",
    RosterVerdict.CHANGED: "go",
    RosterVerdict.NEW: "ok",
    RosterVerdict.SAME: "",
}
_SHOWN_IMPORTS = 20


class ClerkPage(RoleRequiredMixin, View):
    """A page of the clerk about lists."""

    http_method_names = ["get", "head", "options"]
    roles = frozenset({Role.CLERK})

    @property
    def kind(self) -> RosterKind:
        """The list of the address, or 404."""
        try:
            return RosterKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error


class RosterHomeView(ClerkPage):
    """The three lists with what stands in them, and the latest imports."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """How many there are now; where to bring in more."""
        commune, today = request.user.commune_id, clock.today()
        counts = {
            RosterKind.PEOPLE: Individual.objects.filter(active_on(today), commune=commune),
            RosterKind.COLLECTIVES: Collective.objects.filter(commune=commune).on(today),
            RosterKind.VILLAGES: Village.objects.filter(commune=commune).on(today),
        }
        lists = [
            {
                "kind": kind.value,
                "label": kind.label,
                "count": rows.count(),
                "columns": ", ".join(
                    f"{column.label}{' (cần có)' if column.needed else ''}"
                    for column in COLUMNS[kind]
                    if column.name not in ("family_name", "given_name")
                ),
            }
            for kind, rows in counts.items()
        ]
        imports = RosterImport.objects.filter(commune=commune).select_related("made_by__individual")
        context = {
            "lists": lists,
            "imports": imports.defer("lines")[:_SHOWN_IMPORTS],
        }
        return render(request, "models_registry/roster_home.html", context)


class RosterSampleView(ClerkPage):
    """An empty list with the right headings and one example."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The .xlsx file."""
        columns = [
            column
            for column in COLUMNS[self.kind]
            if column.name not in ("family_name", "given_name")
        ]
        content = write_xlsx(
            str(self.kind.label),
            [column.label for column in columns],
            [[column.example for column in columns]],
        )
        answer = HttpResponse(content, content_type=XLSX_TYPE)
        name = file_name("mẫu danh sách", str(self.kind.label), suffix="xlsx")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class RosterImportView(ClerkPage):
    """Paste or upload, look at what every row would do, write."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Where the list is pasted."""
        return self._source_page(RosterSourceForm())

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Read, look again, or write; `act` says which."""
        act = request.POST.get("act")
        if act in ("write", "edit"):
            if act == "write" and (first := used_result(request)):
                return redirect(first)
            try:
                sheet = sheet_from_json(request.POST.get("sheet", ""))
            except DomainError as error:
                show_refusal(request, error)
                return redirect("models_registry:roster_import", kind=self.kind.value)
            if act == "write":
                return self._write(sheet)
            return self._source_page(RosterSourceForm(initial={"text": sheet.to_text()}))
        form = RosterSourceForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._source_page(form)
        found = preview_roster(user=request.user, kind=self.kind, sheet=form.sheet)
        if found.refusals:
            form.add_error("upload" if form.source else "text", list(found.refusals))
            return self._source_page(form)
        return self._preview_page(form.sheet, found, source=form.source)

    def _write(self, sheet: Sheet) -> HttpResponse:
        """Write what was seen; a refusal shows the preview as it is now."""
        request, data = self.request, self.request.POST
        source = data.get("source", "")
        choices = choices_of(data.dict())
        try:
            done = import_roster(
                user=request.user,
                kind=self.kind,
                sheet=sheet,
                choices=choices,
                seen=data.get("seen", ""),
                source=source,
            )
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            found = preview_roster(user=request.user, kind=self.kind, sheet=sheet)
            if found.refusals:
                form = RosterSourceForm({"text": sheet.to_text()})
                form.is_valid()
                form.add_error("text", list(found.refusals))
                return self._source_page(form)
            return self._preview_page(
                sheet, found, source=source, choices=choices, refusals=error.reasons
            )
        url = reverse("models_registry:roster_result", args=[done.pk])
        remember_result(request, url)
        written = done.counts[RosterVerdict.NEW] + done.counts[RosterVerdict.CHANGED]
        messages.success(request, f"Đã ghi {written} dòng của danh sách {self.kind.label}.")
        return redirect(url)

    def _source_page(self, form: RosterSourceForm) -> HttpResponse:
        """The page with the box to paste into."""
        columns = [c for c in COLUMNS[self.kind] if c.name not in ("family_name", "given_name")]
        context = {
            "form": form,
            "kind": self.kind,
            "needed": [column.label for column in columns if column.needed],
            "more": [column.label for column in columns if not column.needed],
        }
        return render(self.request, "models_registry/roster_source.html", context)

    def _preview_page(
        self,
        sheet: Sheet,
        found: RosterPreview,
        *,
        source: str,
        choices: dict[int, str] | None = None,
        refusals: tuple[str, ...] = (),
    ) -> HttpResponse:
        """Every row with its verdict; nothing is written yet."""
        groups = [
            {
                "verdict": verdict.value,
                "label": verdict.label.capitalize(),
                "css": css,
                "lines": [_shown(line, (choices or {}).get(line.number)) for line in lines],
            }
            for verdict, css in VERDICT_CSS.items()
            if (lines := found.of(verdict))
        ]
        counts = found.counts
        context = {
            "kind": self.kind,
            "found": found,
            "groups": groups,
            "sheet": sheet.to_json(),
            "source": source,
            "sure": counts[RosterVerdict.NEW] + counts[RosterVerdict.CHANGED],
            "doubtful": counts[RosterVerdict.DOUBTFUL],
            "wrong": counts[RosterVerdict.WRONG],
            "same": counts[RosterVerdict.SAME],
            "refusals": refusals,
            "has_errors": bool(refusals),
        }
        return render(self.request, "models_registry/roster_preview.html", context)


def _shown(line: RosterLine, choice: str | None) -> dict[str, Any]:
    """A row with the choices it leaves to the clerk; leaving it out is the first."""
    options = [(SKIP, "Bỏ qua dòng này")]
    options += [(str(row.pk), f"Là {row.label}") for row in line.candidates]
    if line.may_be_new:
        options.append((AS_NEW, "Là mới, thêm vào danh sách"))
    return {
        "row": line,
        "field": f"{CHOICE_PREFIX}{line.number}",
        "options": [(value, label, value == (choice or SKIP)) for value, label in options],
    }


class RosterResultView(VisibleObjectMixin, View):
    """What one import did, row by row, and what comes next."""

    http_method_names = ["get", "head", "options"]
    roles = frozenset({Role.CLERK})

    def visible(self) -> QuerySet[RosterImport]:
        """Imports of the commune."""
        return RosterImport.objects.filter(commune_id=self.request.user.commune_id).select_related(
            "made_by__individual"
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        done: RosterImport = self.get_object()
        labels = {verdict.value: verdict.label for verdict in RosterVerdict}
        labels[RosterVerdict.DOUBTFUL] = "bỏ qua"
        lines = [
            {**line, "label": labels[line["verdict"]].capitalize(),
             "css": VERDICT_CSS[RosterVerdict(line["verdict"])]}
            for line in done.lines
            if line["verdict"] != RosterVerdict.SAME
        ]  # fmt: skip
        context = {
            "done": done,
            "lines": lines,
            "counts": done.counts,
            "left_out": done.counts[LEFT_OUT],
            "is_people": done.kind == RosterKind.PEOPLE,
            "may_make_accounts": Role.ADMIN in roles_of(request.user),
        }
        return render(request, "models_registry/roster_result.html", context)
