# 不算问题，只提示一次
note-encoding = { $file }：不是 UTF-8 编码，已按 { $encoding } 读取
note-defaults = 没有 { $file }，全部设置取默认值
note-columns = { $file }：以下各列不认得，未读取：{ $columns }
note-column = 第 { $number } 列（无表头）
note-outside = { $file }：各列之外的 { $count } 个单元格未读取
note-files = 以下文件不属于实例，未读取：{ $files }
note-sheets = { $file }：以下工作表不属于实例，未读取：{ $sheets }
note-example = 模板的示例行还在，请删去编号以“{ $zh }”或“{ $en }”开头的各行
note-vanished-previous = 上年方案中有各表已经没有的编号：{ $gone }
note-vanished-start = 起始方案中有各表已经没有的编号：{ $gone }
note-gone-agencies = 单位 { $count } 个（{ $ids }）
note-gone-villages = 村 { $count } 个（{ $ids }）
note-gone-cadres = 干部 { $count } 名（{ $ids }）
note-gone-households = 结对户 { $count } 户（{ $ids }）
