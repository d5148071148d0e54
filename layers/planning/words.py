"""What codes of the planner's answers are called."""

from __future__ import annotations

from layers._layer import Text

CERTAINTY = {
    "document": Text("已查原文", "read in the standard itself"),
    "secondary": Text("据二手资料", "from another page"),
    "to_be_confirmed": Text("待核实", "to be confirmed"),
}
WAYS = {
    "straight": Text("直线距离", "straight line"),
    "network": Text("步行距离", "on foot"),
}
PROCESSES = {
    "coverage": Text("服务覆盖", "Coverage"),
    "siting": Text("选址", "Where to build next"),
    "accessibility": Text("可达性", "Accessibility"),
}
# What the figures of a goal count.
GOALS_OF_VALUES = {
    "most_covered": "households",
    "fewest_sites": "sites",
    "least_distance": "metres",
}
# What no figure of the planner says, for whoever reads a report of it.
LIMITS = (
    Text(
        "覆盖率只说明距离，不说明设施是否够用、好用，也不说明人们是否愿意去。",
        "Coverage speaks of distance alone: not of whether a facility is large or good enough, "
        "nor of whether people want to go there.",
    ),
    Text(
        "面状小区的户数按建筑或面积分摊，小区内部的真实分布未必如此。",
        "Households of an area are spread over its buildings or its ground; they may live there "
        "otherwise.",
    ),
    Text(
        "地域之外的居民不计入；地域之外的设施只在图层中有时才计入。",
        "Who lives outside of the place is not counted; facilities outside count only where the "
        "layer has them.",
    ),
    Text(
        "步行距离取自 OpenStreetMap 路网，缺失的小路会使距离偏大；直线距离总是偏小。",
        "Distances on foot follow OpenStreetMap: where a path is missing there they are too long. "
        "Straight lines are always too short.",
    ),
)
# What can be wrong with a zone that somebody brought.
ZONE_FAULTS = {
    "mended": Text("自相交，已修复", "crossed itself, mended"),
    "not_an_area": Text("不是面，未使用", "no area, not used"),
    "crosses_itself": Text("自相交，未使用", "crosses itself, not used"),
    "overlaps": Text("与前面的分区重叠", "lies over an earlier one"),
}
