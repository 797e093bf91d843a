"""Tables whose headings are written once.

    {% table rows as row class="contacts" %}
      {% column _("Contact") class="tight" %}{{ row.number }}{% endcolumn %}
      {% column _("Choose") when=warrant %}...{% endcolumn %}
    {% endtable %}

On a wide screen the headings stand above their columns; on a narrow one each cell says its own (`data-head`).
A column `when` something false is left out, heading and cells.
"""

from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_COLUMN_OPTIONS: Final = {"class", "when"}


class Column(Node):
    """One column: its heading, its options, and what stands in each of its cells."""

    def __init__(
        self, heading: FilterExpression, options: dict[str, FilterExpression], cell: NodeList
    ) -> None:
        self.heading, self.options, self.nodelist = heading, options, cell

    def render(self, context: Context) -> SafeString:
        """The content of one cell, without blanks around it."""
        return mark_safe(self.nodelist.render(context).strip())  # noqa: S308 escaped by its own nodes

    def is_shown(self, context: Context) -> bool:
        """Whether the column stands in this table."""
        return bool(self.options["when"].resolve(context)) if "when" in self.options else True

    def attribute(self, context: Context) -> SafeString:
        """The class attribute of the heading and of each cell, or nothing."""
        if "class" not in self.options:
            return SafeString()
        return format_html(' class="{}"', self.options["class"].resolve(context))


class TableNode(Node):
    """A table over rows, each bound to one name while its cells are written."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, rows: FilterExpression, name: str, style: FilterExpression | None, columns: NodeList
    ) -> None:
        self.rows, self.name, self.style, self.nodelist = rows, name, style, columns

    def render(self, context: Context) -> SafeString:
        """The table, within a frame that scrolls where the screen is too narrow."""
        columns = [one for one in self.nodelist if isinstance(one, Column)]
        columns = [one for one in columns if one.is_shown(context)]
        shown = [(str(one.heading.resolve(context)), one.attribute(context)) for one in columns]
        heads = format_html_join(
            "", '<th scope="col"{}>{}</th>', ((style, heading) for heading, style in shown)
        )
        body = format_html_join("\n", "{}", self._lines(context, columns, shown))
        style = self.style.resolve(context) if self.style else ""
        return format_html(
            '<div class="scroll"><table class="{}">\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table></div>',
            f"cards {style}".strip(),
            heads,
            body,
        )

    def _lines(
        self, context: Context, columns: list[Column], shown: list[tuple[str, SafeString]]
    ) -> list[tuple[SafeString]]:
        lines = []
        for row in self.rows.resolve(context):
            with context.push(**{self.name: row}):
                cells = format_html_join(
                    "",
                    '<td data-head="{}"{}>{}</td>',
                    (
                        (heading, style, column.render(context))
                        for column, (heading, style) in zip(columns, shown, strict=True)
                    ),
                )
            lines.append((format_html("<tr>{}</tr>", cells),))
        return lines


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table ROWS as NAME [class="…"] %}` … `{% endtable %}`"""
    words = token.split_contents()
    if len(words) < 4 or words[2] != "as":
        raise template.TemplateSyntaxError("write {% table ROWS as NAME %}")
    options = _options(words[4:], parser, {"class"})
    columns = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(parser.compile_filter(words[1]), words[3], options.get("class"), columns)


@register.tag
def column(parser: Parser, token: Token) -> Column:
    """`{% column HEADING [class="…"] [when=…] %}` … `{% endcolumn %}`"""
    words = token.split_contents()
    if len(words) < 2:
        raise template.TemplateSyntaxError("a column needs a heading")
    options = _options(words[2:], parser, _COLUMN_OPTIONS)
    cell = parser.parse(("endcolumn",))
    parser.delete_first_token()
    return Column(parser.compile_filter(words[1]), options, cell)


def _options(words: list[str], parser: Parser, known: set[str]) -> dict[str, Any]:
    options = token_kwargs(words, parser)
    if words or set(options) - known:
        raise template.TemplateSyntaxError(f"only {', '.join(sorted(known))} may follow")
    return options
