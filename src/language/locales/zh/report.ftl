# report 命令所用文字；网页部分见 page.ftl
report-written = 已写入 { $folder }，仅本人可读；请用浏览器打开 { $page }
report-file-page = 网页：地图和各表
report-file-workbook = 工作簿
report-file-cards = 便民服务连心卡，可从浏览器打印
report-file-cards-pdf = 便民服务连心卡，可直接打印
report-file-list = 第一书记公示名单
report-file-villages = 分村的连心卡，共 { $count } 个文件
report-broken = 方案有 { $count } 处不符合规则，已在报告开头列明
