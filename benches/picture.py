"""Pictures of the figures, as SVG."""

import math

INK, PALE = "#1b4f72", "#c8cdd2"
COLOURS = {"ours": INK, "genuine": "#a04000", "floor": "#7f8c8d"}
TEXT = 'font-family="sans-serif" font-size="12"'


def svg(width, height, body):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'


def cost(result):
    """What less of is better."""
    for figure in ("cpu", "ms", "p95", "release_ms", "kb_each"):
        if figure in result:
            return result[figure]
    return None


def ratios(results, machine):
    """For each row how many times as much the genuine client needs, and the floor."""
    left, width, step = 400, 420, 22
    most = 100.0
    place = lambda ratio: left + width * math.log(max(ratio, 0.05) / 0.05) / math.log(most / 0.05)
    lines, y = [f'<text x="10" y="20" {TEXT} font-weight="bold">Cost of the client relative to this library (logarithmic; left is cheaper)</text>'], 44
    for row, result in results:
        own = {"rate": None, **result["ours"]}
        figure = (lambda r: r["release_ms"]) if row.figures == ("release_ms",) else cost
        mine = figure(own)
        lines.append(f'<text x="{left - 8}" y="{y + 4}" {TEXT} text-anchor="end">{row.label.strip()}</text>')
        lines.append(f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="{PALE}"/>')
        for who in ("floor", "genuine"):
            if who in result and mine:
                x = place(figure(result[who]) / mine)
                lines.append(f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{COLOURS[who]}"><title>{who}: {figure(result[who]) / mine:.2f}</title></circle>')
        y += step
    for ratio in (0.1, 1, 10, 100):
        x = place(ratio)
        lines.insert(1, f'<line x1="{x:.1f}" x2="{x:.1f}" y1="34" y2="{y - 8}" stroke="{INK if ratio == 1 else PALE}"/>')
        lines.append(f'<text x="{x:.1f}" y="{y + 8}" {TEXT} text-anchor="middle">{ratio:g}</text>')
    lines.append(f'<text x="10" y="{y + 30}" {TEXT} fill="{COLOURS["genuine"]}">● genuine 1.6.1</text>')
    lines.append(f'<text x="130" y="{y + 30}" {TEXT} fill="{COLOURS["floor"]}">● bare socket</text><text x="230" y="{y + 30}" {TEXT}>{machine}</text>')
    return svg(left + width + 30, y + 44, "\n".join(lines))


def curves(curve, machine):
    """Memory for each connection and processor time while idle, over the number of connections."""
    width, height, parts = 300, 200, []
    for at, (figure, title, low, high) in enumerate((("kb_each", "kB for each connection", 1, 1000), ("idle_percent", "% of a core while idle", 0.001, 1000))):
        left, top = 60 + at * (width + 90), 40
        across = lambda count: left + width * math.log10(max(count, 1)) / 4
        up = lambda value: top + height * (1 - math.log(min(max(value, low), high) / low) / math.log(high / low))
        parts.append(f'<text x="{left}" y="24" {TEXT} font-weight="bold">{title}</text><rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{PALE}"/>')
        value = low
        while value <= high:
            parts.append(f'<text x="{left - 6}" y="{up(value) + 4:.1f}" {TEXT} text-anchor="end">{value:g}</text><line x1="{left}" x2="{left + width}" y1="{up(value):.1f}" y2="{up(value):.1f}" stroke="{PALE}"/>')
            value *= 10
        for count in (1, 10, 100, 1000, 10000):
            parts.append(f'<text x="{across(count):.1f}" y="{top + height + 18}" {TEXT} text-anchor="middle">{count}</text>')
        for who, points in curve.items():
            drawn = " ".join(f"{across(count):.1f},{up(result[figure]):.1f}" for count, result in points)
            parts.append(f'<polyline points="{drawn}" fill="none" stroke="{COLOURS[who]}" stroke-width="2"/>')
    parts.append(f'<text x="60" y="290" {TEXT} fill="{COLOURS["ours"]}">this library</text><text x="150" y="290" {TEXT} fill="{COLOURS["genuine"]}">genuine 1.6.1</text><text x="250" y="290" {TEXT}>{machine}</text>')
    return svg(2 * width + 180, 306, "\n".join(parts))
