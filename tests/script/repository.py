"""Ten scripts of a help desk, in every format, with twelve faults planted in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from documents import P, docx, write, xlsx

FAULTS = {
    ("billing.md", "5:4", "default/tic-hailing"),
    ("billing.md", "5:4", "default/opener"),
    ("cancel.md", "14:6", "default/closer"),
    ("complaint.txt", "8:8", "default/shirking-not-our-job"),
    ("returns.txt", "10:3", "default/arrogance-go-and-complain"),
    ("renewal.docx", "第4段:4", "default/blaming-why-not-earlier"),
    ("renewal.docx", "第8段:4", "default/closer"),
    ("visit.docx", "第6段:3", "default/shirking-go-yourself"),
    ("faq.xlsx", "话术!C3:1", "default/refusal-whole-turn"),
    ("outage.csv", "4:14", "default/closer"),
    ("survey.yaml", "10:7", "default/shirking-how-would-i-know"),
    ("survey.yaml", "11:7", "default/contradicting-attitude"),
}
"""File, place and rule of each fault."""

BILLING = """\
# 话费查询

## 开场白

客服：嗨，这里是{公司}客服，请问有什么可以帮您？
客户：我的话费怎么这么多？

## 核实
客服：请您提供一下手机号，我帮您查询一下，请稍等。
客服：让您久等了，您本月的费用是{金额}元。

## 结束语
客服：感谢您的来电，祝您生活愉快，再见！
"""

CANCEL = """\
# 退订业务

客服：您好，联讯客服，工号【工号】，很高兴为您服务。

## 情况一：客户接受挽留

- 客服：好的，我马上为您保留优惠，感谢您的支持，再见。

## 情况二：客户坚持退订

- 客户：我就是要退。
- 客服：好的，我这就为您办理，请您稍等。

  客服：让您久等了，已经为您退订成功。

## 禁用语

- 这不关我的事
- 我不清楚，你去营业厅问
"""

COMPLAINT = """\
投诉受理

一、受理
客服：您好，这里是联讯客服，请问有什么可以帮您？
客户：你们的服务太差了，我要投诉！
客服：非常抱歉给您带来不好的感受，请您把经过说一下。
客户：上门师傅没有来。
客服：师傅的事不归我管。
客服：已经为您登记，24小时内会有专员联系您，感谢您的反馈，再见。

二、服务忌语
你怎么不早说
有意见找领导去
"""

RETURNS = """\
退换货

您好，联讯商城客服，工号××，请问有什么可以帮您？

如果客户符合条件：
  好的，马上为您办理退货，款项三个工作日内到账。

如果客户不符合条件：
  抱歉，这件商品超过了七天，我帮您申请维修，好吗？
  要告就告去。

感谢您的来电，再见。

不要说：我不清楚
"""

SURVEY = """\
name: 满意度回访
流程:
- 客服: 您好，这里是联讯客服，想请您评价一下上次的服务，可以吗？
- 分支:
  - name: 客户满意
    话术: 感谢您的认可，祝您生活愉快，再见。
  - name: 客户不满意
    话术: |
      非常抱歉让您有不好的感受，请问是哪方面让您不满意呢？
      我哪知道师傅为什么没去。
      我就这个态度。
      好的，已经帮您记下，24小时内会有专员联系您，感谢您，再见。
禁用语:
- 我就这态度
"""

OUTAGE = """\
环节,分支,客户,话术,禁用说法
开场,,家里没网了,您好，联讯客服，请问有什么可以帮您？,喂
处理,片区故障,,抱歉给您带来不便，预计两小时内恢复，感谢您的理解，再见。,没办法
处理,单户故障,我等不了,抱歉，我马上为您安排师傅上门，今天下午5点前联系您。,等通知
"""


TEXTS = {
    "billing.md": BILLING,
    "cancel.md": CANCEL,
    "complaint.txt": COMPLAINT,
    "returns.txt": RETURNS,
    "survey.yaml": SURVEY,
    "outage.csv": OUTAGE,
    "welcome.md": "您好，联讯客服，请问有什么可以帮您？\n\n感谢您的来电，再见。\n",
}

DOCUMENTS = {
    "renewal.docx": [
        P("合约续约", heading=1),
        P("客服：您好，这里是联讯客服，请问您现在方便吗？"),
        P("若客户方便：", heading=2),
        P("客服：您怎么不早说合约到期了，我马上为您办理续约。"),
        P("客服：已经办好了，感谢您的支持，再见。"),
        P("若客户不方便：", heading=2),
        P("客户：我在开车。"),
        P("客服：好的，那您先忙。"),
        P("客服：这不关我的事。", struck=True),
    ],
    "visit.docx": [
        P("上门预约", heading=1),
        P("标准话术", heading=2),
        P("您好，这里是联讯客服，请问有什么可以帮您？"),
        P("请您报一下地址，我帮您安排师傅，明天下午上门。"),
        P("如果客户问进度，我马上帮您查询。"),
        P("进度您自己去网上查。"),
        P("感谢您的来电，再见。"),
        P("反例", heading=2),
        P("你自己去查。"),
    ],
}

WORKBOOKS = {
    "faq.xlsx": {
        "话术": [
            ["序号", "客户问题", "标准话术", "禁用话术"],
            ["1", "在吗", "您好，联讯客服，请问有什么可以帮您？", "喂"],
            ["2", "能不能便宜点", "不行。", "爱买不买"],
            ["3", "什么时候发货", "今天下午5点前为您发货，请您放心。", "我哪知道"],
            ["4", "没事了", "感谢您的咨询，再见。", "那行"],
        ],
        "服务忌语": [["这不关我的事"], ["你怎么不早说"]],
    },
}

MENDED = {
    "嗨，这里是": "您好，这里是",
    "已经为您退订成功。": "已经为您退订成功，感谢您的来电，再见。",
    "师傅的事不归我管。": "师傅的事我马上为您核实。",
    "要告就告去。": "请您放心。",
    "您怎么不早说合约到期了，": "您的合约到期了，",
    "那您先忙。": "那您先忙，感谢您的接听，再见。",
    "进度您自己去网上查。": "进度我帮您查询。",
    "不行。": "抱歉，这已经是最低的价格了，我帮您申请一张优惠券，好吗？",
    "今天下午5点前联系您。": "今天下午5点前联系您，感谢您的理解，再见。",
    "我哪知道师傅为什么没去。": "师傅没有去的原因，我马上为您查询。",
    "我就这个态度。": "再次向您致歉。",
}
"""What is wrong, and what stands there once the faults are mended."""


def build(folder: Path, *, mended: bool = False) -> None:
    """Write the ten scripts into ``folder``; one of them has no fault, or all of them."""

    def said(text: str) -> str:
        for wrong, right in MENDED.items() if mended else ():
            text = text.replace(wrong, right)
        return text

    for name, text in TEXTS.items():
        write(folder, name, said(text))
    for name, parts in DOCUMENTS.items():
        write(folder, name, docx(*(replace(part, text=said(part.text)) for part in parts)))
    for name, sheets in WORKBOOKS.items():
        cells = {
            title: [[said(cell) for cell in row] for row in rows] for title, rows in sheets.items()
        }
        write(folder, name, xlsx(cells))
